import type { AsSystem } from '../database/database.ts';
import { senderOfNumber, sendersOfAccount, type WhatsappSender } from '../messaging/whatsapp-numbers.store.ts';
import type { Notice } from './whatsapp-notice.ts';

/** Whose numbers notices are about: one sender of a message or report, every sender of a template's account, or nobody. */
export async function senderLookup(
  { asSystem }: { readonly asSystem: AsSystem },
  notices: readonly Notice[],
): Promise<ReadonlyMap<Notice, readonly WhatsappSender[]>> {
  if (notices.length === 0) return new Map();
  return await asSystem('find the workspace of a callback', async (db) => {
    const [numbers, accounts] = [new Map<string, WhatsappSender[]>(), new Map<string, WhatsappSender[]>()];
    const found = new Map<Notice, readonly WhatsappSender[]>();
    for (const notice of notices) {
      if (notice.kind === 'template') {
        const known = accounts.get(notice.businessAccountId) ?? (await sendersOfAccount(db, notice.businessAccountId));
        accounts.set(notice.businessAccountId, known);
        found.set(notice, known);
      } else {
        const sender = numbers.has(notice.phoneNumberId) ? undefined : await senderOfNumber(db, notice.phoneNumberId);
        const known = numbers.get(notice.phoneNumberId) ?? (sender === undefined ? [] : [sender]);
        numbers.set(notice.phoneNumberId, known);
        found.set(notice, known);
      }
    }
    return found;
  });
}
