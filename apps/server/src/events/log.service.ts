import { z } from 'zod';
import type { log } from '@marquee/api/events/log.contract';
import type { Implements } from '../kernel/context.ts';
import { decodeCursor, encodeCursor } from '../kernel/paging/cursor.ts';
import { countEvents, readEvents, readNewestEvents } from './log.store.ts';

const sequenceKey = z.tuple([z.int().nonnegative()]);

/** The event log. */
export function logService(): Implements<typeof log> {
  return {
    async list({ after, name_prefix, order, limit, cursor, include_total }, { db, caller }) {
      const filters = { after, name_prefix, order };
      const query = {
        workspaceId: caller.workspaceId,
        scopes: caller.scopes,
        afterSequence: after,
        namePrefix: name_prefix,
      };
      const from = decodeCursor({ filters, cursor }, sequenceKey)?.[0];

      const events =
        order === 'newest'
          ? await readNewestEvents(db, query, { before: from, limit: limit + 1 })
          : (await readEvents(db, { ...query, afterSequence: from ?? after }, limit + 1)).events;
      const items = events.slice(0, limit);
      const last = items.at(-1);
      const next_cursor = events.length > limit && last !== undefined ? encodeCursor(filters, [last.sequence]) : null;
      const total = include_total ? { total: await countEvents(db, query) } : {};

      return { items, page: { next_cursor, limit, ...total } };
    },
  };
}
