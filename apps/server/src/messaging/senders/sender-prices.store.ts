import type { PartPrices } from '@marquee/rules/messaging/sms/part-price';
import { sql } from 'drizzle-orm';
import type { Sender } from '@marquee/api/messaging/senders.contract';
import { amountOf, microsOf } from '@marquee/rules/money/micros';
import type { z } from 'zod';
import type { Db } from '../../database/database.ts';
import { run, select } from '../../database/sql.ts';

/** A sender's prices as they are answered. */
export type SenderPrices = NonNullable<z.output<typeof Sender>['prices']>;

/** A sender's prices as they are counted with. */
export interface PriceList {
  readonly currency: string;
  readonly prices: PartPrices;
}

/** What senders charge a part, by sender; those without prices are absent. */
export async function priceListsOf(
  db: Db,
  workspaceId: string,
  senderIds: readonly string[],
): Promise<ReadonlyMap<string, PriceList>> {
  if (senderIds.length === 0) return new Map();
  const rows = await select<{ sender_id: string; prefix: string; micros: string; currency: string }>(
    db,
    sql`select sender_id, prefix, price_micros::text as micros, currency from messaging_sender_prices
        where workspace_id = ${workspaceId} and sender_id in ${senderIds} order by sender_id, prefix`,
  );
  return new Map(
    [...Map.groupBy(rows, ({ sender_id }) => sender_id)].map(([senderId, own]) => [
      senderId,
      {
        currency: own[0]?.currency ?? 'USD',
        prices: new Map(own.map(({ prefix, micros }) => [prefix, BigInt(micros)])),
      },
    ]),
  );
}

/** Replaces a sender's prices; null forgets them. */
export async function putPrices(
  db: Db,
  workspaceId: string,
  put: { readonly senderId: string; readonly prices: SenderPrices | null },
): Promise<void> {
  const { senderId, prices } = put;
  await run(
    db,
    sql`delete from messaging_sender_prices where workspace_id = ${workspaceId} and sender_id = ${senderId}`,
  );
  if (prices === null) return;
  const all = Object.entries(prices.by_prefix);
  if (prices.per_part !== null) all.push(['', prices.per_part]);
  const rows = all.map(([prefix, price]) => ({ prefix, micros: String(microsOf(price)) }));
  await run(
    db,
    sql`insert into messaging_sender_prices (workspace_id, sender_id, prefix, price_micros, currency)
        select ${workspaceId}::uuid, ${senderId}::text, p.prefix, p.micros::bigint, ${prices.currency}::text
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(prefix text, micros text)`,
  );
}

/** A price list as it is answered. */
export function shownPrices(list: PriceList | undefined): SenderPrices | null {
  if (list === undefined) return null;
  const all = list.prices.get('');
  const prefixes = [...list.prices].filter(([prefix]) => prefix !== '');
  return {
    currency: list.currency,
    per_part: all === undefined ? null : amountOf(all),
    by_prefix: Object.fromEntries(prefixes.map(([prefix, micros]) => [prefix, amountOf(micros)])),
  };
}
