import type { audit } from '@marquee/api/workspace/audit.contract';
import type { Implements } from '../kernel/context.ts';
import { encodeCursor } from '../kernel/paging/cursor.ts';
import { countAudit, listAudit } from './audit.store.ts';
import { afterKeys } from './keyset.ts';

/** Who did what, and when. */
export function auditService(): Implements<typeof audit> {
  return {
    async list({ limit, cursor, include_total, ...filters }, { db, caller }) {
      const beforeId = afterKeys(filters, cursor)?.[1] ?? null;
      const page = { filters, beforeId, limit };
      const found = await listAudit(db, caller.workspaceId, page);
      const items = found.slice(0, limit);
      const last = found.length > limit ? items.at(-1) : undefined;
      const next_cursor = last === undefined ? null : encodeCursor(filters, [last.at, last.id]);
      const total = include_total ? { total: await countAudit(db, caller.workspaceId, filters) } : {};
      return { items, page: { next_cursor, limit, ...total } };
    },
  };
}
