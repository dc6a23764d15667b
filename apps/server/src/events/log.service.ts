import { z } from 'zod';
import type { log } from '@marquee/api/events/log.contract';
import { decodeCursor, encodeCursor } from '../kernel/cursor.ts';
import type { Implements } from '../kernel/context.ts';
import { countEvents, readEvents } from './log.store.ts';

const sequenceKey = z.tuple([z.int().nonnegative()]);

/** The event log. */
export function logService(): Implements<typeof log> {
  return {
    async list({ after, name_prefix, limit, cursor, include_total }, { db, caller }) {
      const filters = { after, name_prefix };
      const query = {
        workspaceId: caller.workspaceId,
        scopes: caller.scopes,
        afterSequence: after,
        namePrefix: name_prefix,
      };
      const [from] = decodeCursor({ filters, cursor }, sequenceKey) ?? [after];

      const { events } = await readEvents(db, { ...query, afterSequence: from }, limit + 1);
      const items = events.slice(0, limit);
      const last = items.at(-1);
      const next_cursor = events.length > limit && last !== undefined ? encodeCursor(filters, [last.sequence]) : null;
      const total = include_total ? { total: await countEvents(db, query) } : {};

      return { items, page: { next_cursor, limit, ...total } };
    },
  };
}
