import { z } from 'zod';
import type { ApiError } from '@marquee/api/errors';
import type { Sender, senders } from '@marquee/api/messaging/senders.contract';
import { isUniqueViolation } from '../../database/failures.ts';
import type { Implements, Inside } from '../../kernel/context.ts';
import { listPage } from '../../kernel/paging/page.ts';
import type { Sealer } from '../../lib/crypto/sealed.ts';
import { priceListsOf, putPrices, shownPrices } from './sender-prices.store.ts';
import { decideAccount, decideWhatsappNumber, invalid, type Secrets, type SenderInput } from './sender-account.ts';
import { countSenders, putSender, senderById, senderSealContext, sendersPage } from './senders.store.ts';
import { putWhatsappNumber, whatsappNumbersOf, whatsappSecretsOf } from '../whatsapp/whatsapp-numbers.store.ts';

/** What senders are kept with. */
export interface SendersDeps {
  readonly sealer: Sealer;
  /** Whether senders may go to a carrier simulator, which reaches no phone. */
  readonly simulatorPermitted: boolean;
  /** The address that carriers reach this server at, without a slash at its end. */
  readonly publicUrl: string;
}

/** Numbers that messages come from. */
export function sendersService(deps: SendersDeps): Implements<typeof senders> {
  return { list: list(deps), put: put(deps) };
}

type Service = Implements<typeof senders>;

const list =
  ({ publicUrl }: SendersDeps): Service['list'] =>
  async (input, { db, caller: { workspaceId } }) =>
    await listPage(input, {
      rows: async (page) => {
        const rows = await sendersPage(db, workspaceId, page);
        const ids = rows.map(({ sender_id }) => sender_id);
        const lists = await priceListsOf(db, workspaceId, ids);
        const numbers = await whatsappNumbersOf(db, workspaceId, ids);
        return rows.map((row) => ({
          ...row,
          whatsapp: numbers.get(row.sender_id) ?? null,
          prices: shownPrices(lists.get(row.sender_id)),
          webhook_url: publicUrl + webhookPaths[row.kind],
        }));
      },
      count: () => countSenders(db, workspaceId),
      key: ({ sender_id }) => sender_id,
      keys: z.tuple([z.string()]),
    });

/** Where each kind's carrier delivers what people write. */
const webhookPaths: Readonly<Record<Sender['kind'], string>> = {
  sms: '/api/v1/hooks/twilio/inbound',
  whatsapp: '/api/v1/hooks/whatsapp',
};

type Putting = Parameters<Service['put']>[1];

const put =
  (deps: SendersDeps): Service['put'] =>
  async (input, ctx) => {
    const { workspaceId } = ctx.caller;
    const { auth_token, account_sid: _account, whatsapp: _whatsapp, prices, ...fields } = input;
    if (fields.simulated && !deps.simulatorPermitted)
      throw invalid('/simulated', 'This server does not permit carrier simulators.');
    const key = { workspaceId, senderId: input.sender_id };
    const old = await senderById(ctx.db, workspaceId, input.sender_id);
    if (old !== undefined && old.kind !== input.kind)
      ctx.fail('conflict', `This sender is for ${old.kind}; a sender’s kind cannot change, so add another sender.`);
    const { token, ...account } = decideAccount(input);
    const context = senderSealContext(key);
    const auth_token_sealed = token === undefined ? old?.auth_token_sealed : deps.sealer.seal(token, context);
    if (auth_token_sealed === undefined) throw missingToken(input);
    const at = ctx.now().toISOString();
    const shown = { ...fields, ...account, created_at: old?.created_at ?? at, updated_at: at };
    await unlessTaken(ctx, () => putSender(ctx.db, { workspace_id: workspaceId, ...shown, auth_token_sealed }));
    const whatsapp = await putNumber(deps, ctx, input);
    ctx.audit({
      sender_id: input.sender_id,
      simulated: input.simulated,
      token_changed: (auth_token ?? token) !== undefined,
    });
    if (prices !== undefined) await putPrices(ctx.db, workspaceId, { senderId: input.sender_id, prices });
    const lists = await priceListsOf(ctx.db, workspaceId, [input.sender_id]);
    return {
      ...{ ...shown, whatsapp, prices: shownPrices(lists.get(input.sender_id)) },
      webhook_url: deps.publicUrl + webhookPaths[input.kind],
    };
  };

function missingToken({ kind }: SenderInput): ApiError {
  return kind === 'sms'
    ? invalid('/auth_token', 'A new sender needs the auth token of its account.')
    : invalid('/whatsapp/access_token', 'A new sender needs an access token.');
}

/** Keeps what the sender is at Meta, and answers what may be shown of it. */
async function putNumber({ sealer }: Secrets, ctx: Putting, input: SenderInput) {
  const key = { workspaceId: ctx.caller.workspaceId, senderId: input.sender_id };
  const kept = await whatsappSecretsOf(ctx.db, key.workspaceId, key.senderId);
  const number = decideWhatsappNumber({ sealer }, key, { input, kept });
  if (number === null) return null;
  await unlessTaken(ctx, () => putWhatsappNumber(ctx.db, key, number));
  const { phone_number_id, business_account_id, api_version } = number;
  return { phone_number_id, business_account_id, api_version };
}

async function unlessTaken(ctx: Pick<Inside, 'db'> & Pick<Putting, 'fail'>, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const isTaken =
      isUniqueViolation(error, 'messaging_senders_phone') ||
      isUniqueViolation(error, 'messaging_whatsapp_numbers_phone_number');
    if (!isTaken) throw error;
    ctx.fail('conflict', 'Another sender has this number; a number belongs to one sender of each kind only.', {
      cause: error,
    });
  }
}
