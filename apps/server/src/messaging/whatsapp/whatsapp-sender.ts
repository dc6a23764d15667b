import type { Inside } from '../../kernel/context.ts';
import type { WhatsappAccount, WhatsappPlatform } from '../../gateways/whatsapp.ts';
import type { Sealer } from '../../lib/crypto/sealed.ts';
import { senderSealContext } from '../senders/senders.store.ts';
import { someWhatsappSenders, whatsappSenderById, type WhatsappSender } from './whatsapp-numbers.store.ts';

type Choosing = Pick<Inside, 'db' | 'caller'> & {
  readonly fail: (code: 'not_configured' | 'unprocessable', detail: string) => never;
};

/** The WhatsApp sender that an input names, else the only one there is. */
export async function chooseWhatsappSender(
  ctx: Choosing,
  { senderId, simulatorPermitted }: { readonly senderId: string | undefined; readonly simulatorPermitted: boolean },
): Promise<WhatsappSender> {
  const sender = senderId === undefined ? await onlySender(ctx) : await namedSender(ctx, senderId);
  if (sender.simulated && !simulatorPermitted)
    ctx.fail('not_configured', 'This sender is a simulator, which this server does not permit; name another.');
  return sender;
}

/** A sender's number at Meta, with its token opened. */
export function platformOf(
  deps: {
    readonly sealer: Pick<Sealer, 'open'>;
    readonly whatsappFor: (account: WhatsappAccount) => WhatsappPlatform;
  },
  sender: WhatsappSender,
): WhatsappPlatform {
  const context = senderSealContext({ workspaceId: sender.workspace_id, senderId: sender.sender_id });
  return deps.whatsappFor({
    accessToken: deps.sealer.open(sender.auth_token_sealed, context),
    phoneNumberId: sender.phone_number_id,
    businessAccountId: sender.business_account_id,
    baseUrl: sender.base_url,
    apiVersion: sender.api_version,
  });
}

async function namedSender(ctx: Choosing, senderId: string): Promise<WhatsappSender> {
  const sender = await whatsappSenderById(ctx.db, ctx.caller.workspaceId, senderId);
  return sender ?? ctx.fail('not_configured', 'There is no such WhatsApp sender; list senders to see those there are.');
}

async function onlySender(ctx: Choosing): Promise<WhatsappSender> {
  const [first, second] = await someWhatsappSenders(ctx.db, ctx.caller.workspaceId, 2);
  if (first === undefined)
    return ctx.fail('not_configured', 'There is no WhatsApp sender; put one, with `kind` `whatsapp`, first.');
  return second === undefined
    ? first
    : ctx.fail('unprocessable', 'There are several WhatsApp senders; name one in `sender_id`.');
}
