import type { DatabaseSync } from 'node:sqlite';
import { whereOf, type MessageFilter } from './messages.store.ts';

/** Counts over the ledger, for its operator. */
export type CountsStore = ReturnType<typeof countsStore>;

/** The counts of a ledger. */
export function countsStore(db: DatabaseSync) {
  return {
    countsBy: (column: 'status' | 'to_number' | 'error_code', filter: MessageFilter): Record<string, number> => {
      const { where, values } = whereOf(filter);
      const sql = `select ${column} as name, count(*) as count from messages where ${where} group by ${column}`;
      return Object.fromEntries(
        db
          .prepare(sql)
          .all(...values)
          .map((row) => [String(row['name']), Number(row['count'])]),
      );
    },
    /** The most creates in any window `[t, t + 1 s)`. */
    busiestSecond: (filter: MessageFilter): number => {
      const { where, values } = whereOf(filter);
      const sql = `select coalesce(max(count), 0) as most from (select count(*) over
        (order by created_at_ms range between current row and 999 following) as count from messages where ${where})`;
      return Number(db.prepare(sql).get(...values)?.['most'] ?? 0);
    },
    /** Create calls turned away, by error code. */
    refusals: (): Record<string, number> => {
      const sql = 'select coalesce(code, http_status) as name, count(*) as count from refusals group by 1';
      return Object.fromEntries(
        db
          .prepare(sql)
          .all()
          .map((row) => [String(row['name']), Number(row['count'])]),
      );
    },
  };
}
