import type { Db } from '../../database/database.ts';
import { readWorkspace } from '../../workspace/settings.store.ts';
import { senderById, sendersPage, type SenderRow } from '../senders/senders.store.ts';

/** The sender that a campaign goes out from, or why there is none. */
export type ChosenSender =
  | { readonly kind: 'chosen'; readonly sender: SenderRow }
  | { readonly kind: 'gone' }
  | { readonly kind: 'whatsapp' }
  | { readonly kind: 'none' }
  | { readonly kind: 'several' };

/** The sender a campaign names, else the workspace's default, else the only one for SMS there is. */
export async function chooseSender(db: Db, workspaceId: string, named: string | null): Promise<ChosenSender> {
  const senderId = named ?? (await readWorkspace(db, workspaceId))?.default_sender_id ?? null;
  if (senderId !== null) {
    const sender = await senderById(db, workspaceId, senderId);
    if (sender === undefined) return { kind: 'gone' };
    return sender.kind === 'sms' ? { kind: 'chosen', sender } : { kind: 'whatsapp' };
  }
  const [first, second] = await sendersPage(db, workspaceId, { after: undefined, limit: 2, kind: 'sms' });
  if (first === undefined) return { kind: 'none' };
  return second === undefined ? { kind: 'chosen', sender: first } : { kind: 'several' };
}
