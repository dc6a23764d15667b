import type { AsSystem } from '../database/database.ts';
import { sendersAtMeta, type WhatsappSender } from '../messaging/whatsapp/whatsapp-numbers.store.ts';
import type { Notice } from './whatsapp-notice.ts';

/**
 * Whose numbers notices are about: one sender of a message or report, every sender of a template's account, or nobody. Asked in one
 * statement, for nothing is proved yet: whoever sends a long body of made-up ids must not cost more than that.
 */
export async function senderLookup(
  { asSystem }: { readonly asSystem: AsSystem },
  notices: readonly Notice[],
): Promise<(notice: Notice) => readonly WhatsappSender[]> {
  const ids = (kind: 'number' | 'account') => [
    ...new Set(notices.flatMap((notice) => (kindOf(notice) === kind ? [idOf(notice)] : []))),
  ];
  const [phoneNumberIds, businessAccountIds] = [ids('number'), ids('account')];
  if (phoneNumberIds.length + businessAccountIds.length === 0) return () => [];
  const senders = await asSystem('find the workspace of a callback', (db) =>
    sendersAtMeta(db, { phoneNumberIds, businessAccountIds }),
  );
  const byNumber = Map.groupBy(senders, ({ phone_number_id }) => phone_number_id);
  const byAccount = Map.groupBy(senders, ({ business_account_id }) => business_account_id);
  return (notice) => (kindOf(notice) === 'number' ? byNumber : byAccount).get(idOf(notice)) ?? [];
}

function kindOf({ kind }: Notice): 'number' | 'account' {
  return kind === 'template' ? 'account' : 'number';
}

function idOf(notice: Notice): string {
  return notice.kind === 'template' ? notice.businessAccountId : notice.phoneNumberId;
}
