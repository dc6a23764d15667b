import type { Inside } from '../../kernel/context.ts';
import { insertWhatsappSend, whatsappStart } from './whatsapp-messages.store.ts';
import type { WhatsappSender } from './whatsapp-numbers.store.ts';

/** A confirmation that is due to whoever has just sent a keyword. */
export interface Confirmation {
  readonly sender: WhatsappSender;
  readonly to: string;
  readonly text: string;
  readonly askedAt: Date;
}

/** After this long a confirmation would come out of the blue. */
const lifeMs = 10 * 60_000;

/** Sends the one confirmation of a keyword: Meta has no way to answer a webhook, so it is a message of its own, carried as any other. */
export async function confirmByWhatsapp(
  ctx: Pick<Inside, 'db' | 'caller' | 'now' | 'newId' | 'start'>,
  { sender, to, text, askedAt }: Confirmation,
): Promise<void> {
  const now = ctx.now();
  const expiresAt = new Date(askedAt.getTime() + lifeMs);
  if (now >= expiresAt) return;
  const { workspaceId } = ctx.caller;
  const id = ctx.newId();
  await insertWhatsappSend(ctx.db, workspaceId, {
    ...{ id, senderId: sender.sender_id, kind: 'reply', contactId: null, phone: to, body: text, template: null },
    ...{ simulated: sender.simulated, jobId: null, expiresAt: expiresAt.toISOString(), at: now.toISOString() },
  });
  await ctx.start(whatsappStart({ workspaceId, id }));
}
