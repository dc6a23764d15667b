import type { InputOf, ItemOf } from '../../api/operations.ts';

/** A number that messages come from. */
export type Sender = ItemOf<'messaging.senders.list'>;

/** What stands in the fields of a sender. */
export interface SenderFields {
  readonly sender_id: string;
  readonly phone_e164: string;
  readonly account_sid: string;
  readonly auth_token: string;
  readonly base_url: string;
  readonly rate_per_second: string;
  readonly burst: string;
  readonly simulated: boolean;
  readonly prices: { readonly currency: string; readonly per_part: string };
  readonly by_prefix: readonly { readonly prefix: string; readonly price: string }[];
}

/** The fields of a sender, or of one that is not there yet. */
export function fieldsOf(sender: Sender | null): SenderFields {
  const prices = sender?.prices ?? null;
  return {
    sender_id: sender?.sender_id ?? '',
    phone_e164: sender?.phone_e164 ?? '',
    account_sid: sender?.account_sid ?? '',
    auth_token: '',
    base_url: sender?.base_url ?? 'https://api.twilio.com',
    rate_per_second: String(sender?.rate_per_second ?? 1),
    burst: String(sender?.burst ?? 1),
    simulated: sender?.simulated ?? false,
    prices: { currency: prices?.currency ?? 'USD', per_part: String(prices?.per_part ?? '') },
    by_prefix: Object.entries(prices?.by_prefix ?? {}).map(([prefix, price]) => ({ prefix, price: String(price) })),
  };
}

/** What saving a sender takes. Without any price, prices are forgotten. */
export function senderInput(fields: SenderFields): InputOf<'messaging.senders.put'> {
  const { auth_token, prices, by_prefix, ...rest } = fields;
  const lines = by_prefix.filter(({ prefix }) => prefix.trim() !== '');
  const hasPrices = prices.per_part !== '' || lines.length > 0;
  return {
    ...rest,
    phone_e164: fields.phone_e164.replaceAll(/[\s()-]/g, ''),
    rate_per_second: Number(fields.rate_per_second),
    burst: Number(fields.burst),
    ...(auth_token === '' ? {} : { auth_token }),
    prices: hasPrices
      ? {
          currency: prices.currency,
          per_part: prices.per_part === '' ? null : Number(prices.per_part),
          by_prefix: Object.fromEntries(lines.map(({ prefix, price }) => [prefix.trim(), Number(price)])),
        }
      : null,
  };
}
