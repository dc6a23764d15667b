import type { inbound } from '@marquee/api/messaging/inbound.contract';
import type { Implements } from '../../kernel/context.ts';
import { decodeCursor, encodeCursor, idKey } from '../../kernel/paging/cursor.ts';
import { countInbound, inboundPage } from './inbound.store.ts';

const hourMs = 3_600_000;

/** Inbound messages. */
export function inboundService(): Implements<typeof inbound> {
  return {
    async list({ limit, cursor, include_total, hours }, { db, caller, now }) {
      const filters = { hours };
      const since = new Date(now().getTime() - hours * hourMs).toISOString();
      const after = decodeCursor({ filters, cursor }, idKey)?.[0];
      const rows = await inboundPage(db, caller.workspaceId, { since, after, limit: limit + 1 });
      const items = rows.slice(0, limit);
      const last = rows.length > limit ? items.at(-1) : undefined;
      const counts = await countInbound(db, caller.workspaceId, since);
      return {
        items,
        page: {
          next_cursor: last === undefined ? null : encodeCursor(filters, [last.id]),
          limit,
          ...(include_total ? { total: counts.total } : {}),
        },
        summary: { ...counts, average_per_hour: counts.total / hours },
      };
    },
  };
}
