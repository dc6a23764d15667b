import { z } from 'zod';
import { ApiError } from '@marquee/api/errors';
import type { senders } from '@marquee/api/messaging/senders.contract';
import { isUniqueViolation } from '../database/failures.ts';
import type { Implements } from '../kernel/context.ts';
import { listPage } from '../kernel/page.ts';
import type { Sealer } from '../lib/sealed.ts';
import { priceListsOf, putPrices, shownPrices } from './sender-prices.store.ts';
import { countSenders, putSender, senderById, senderSealContext, sendersPage } from './senders.store.ts';

/** What senders are kept with. */
export interface SendersDeps {
  readonly sealer: Sealer;
  /** Whether senders may go to a carrier simulator, which reaches no phone. */
  readonly simulatorPermitted: boolean;
}

/** Numbers that messages come from. */
export function sendersService(deps: SendersDeps): Implements<typeof senders> {
  return { list, put: put(deps) };
}

type Service = Implements<typeof senders>;

const list: Service['list'] = async (input, { db, caller: { workspaceId } }) =>
  await listPage(input, {
    rows: async (page) => {
      const rows = await sendersPage(db, workspaceId, page);
      const lists = await priceListsOf(
        db,
        workspaceId,
        rows.map(({ sender_id }) => sender_id),
      );
      return rows.map((row) => ({ ...row, prices: shownPrices(lists.get(row.sender_id)) }));
    },
    count: () => countSenders(db, workspaceId),
    key: ({ sender_id }) => sender_id,
    keys: z.tuple([z.string()]),
  });

const put =
  ({ sealer, simulatorPermitted }: SendersDeps): Service['put'] =>
  async (input, ctx) => {
    const { workspaceId } = ctx.caller;
    const { auth_token, prices, ...fields } = input;
    if (fields.simulated && !simulatorPermitted)
      throw invalid('/simulated', 'This server does not permit carrier simulators.');
    refuseUnsafeUrl(fields.base_url, fields.simulated);
    const old = await senderById(ctx.db, workspaceId, input.sender_id);
    const context = senderSealContext({ workspaceId, senderId: input.sender_id });
    const auth_token_sealed = auth_token === undefined ? old?.auth_token_sealed : sealer.seal(auth_token, context);
    if (auth_token_sealed === undefined)
      throw invalid('/auth_token', 'A new sender needs the auth token of its account.');
    const at = ctx.now().toISOString();
    const shown = { ...fields, created_at: old?.created_at ?? at, updated_at: at };
    try {
      await putSender(ctx.db, { workspace_id: workspaceId, ...shown, auth_token_sealed });
    } catch (error) {
      if (!isUniqueViolation(error, 'messaging_senders_phone')) throw error;
      ctx.fail('conflict', 'Another sender has this number; a number belongs to one sender only.', { cause: error });
    }
    ctx.audit({ sender_id: input.sender_id, simulated: input.simulated, token_changed: auth_token !== undefined });
    if (prices !== undefined) await putPrices(ctx.db, workspaceId, { senderId: input.sender_id, prices });
    const lists = await priceListsOf(ctx.db, workspaceId, [input.sender_id]);
    return { ...shown, prices: shownPrices(lists.get(input.sender_id)) };
  };

/** Secrets travel to this address: it must be https, or http on this machine for a simulator, and no metadata service. */
function refuseUnsafeUrl(url: string, simulated: boolean): void {
  const { protocol, hostname, username } = new URL(url);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
  const isLinkLocal =
    hostname.startsWith('169.254.') || /^\[fe[89ab]/i.test(hostname) || hostname === 'metadata.google.internal';
  if (isLinkLocal || username !== '') throw invalid('/base_url', 'This address cannot be a carrier’s API.');
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback && simulated)) return;
  throw invalid('/base_url', 'Use https; http is for a simulator on this machine only, with `simulated` true.');
}

function invalid(pointer: string, detail: string): ApiError {
  return new ApiError('validation_failed', detail, { errors: [{ pointer, code: 'invalid', detail }] });
}
