import { sql } from 'drizzle-orm';
import { BinaryRows } from '../../../database/copy-binary.ts';
import type { Db } from '../../../database/database.ts';
import { run } from '../../../database/sql.ts';
import type { BatchSums, PlacedRow, Sum } from './batch-sums.ts';

/** What a staged line is: a row, or what the rows add to the totals of a minute, an hour, a day. */
export const stagedGrains = { row: 0, minute: 1, hour: 2, day: 3 } as const;

/**
 * Stages a batch's rows and what they add up to, by one COPY into a table that goes with the transaction. `state` becomes `duplicate`
 * or `replaced` for rows that meet an earlier one; null is new. A sum has its unit in `at_ms`.
 */
export async function stageBatch(db: Db, rows: readonly PlacedRow[], sums: BatchSums | null): Promise<void> {
  await run(
    db,
    sql`create temp table metrics_staged (grain smallint, at_ms bigint, set_id int, day_ms bigint, vals double precision[], state text,
          rows bigint, counts bigint[], mins double precision[], maxs double precision[]) on commit drop`,
  );
  const copy = new BinaryRows();
  for (const { atMs, setId, dayMs, values } of rows) {
    copy.row(9);
    copy.int2(stagedGrains.row);
    copy.int8(atMs);
    copy.int4(setId);
    copy.int8(dayMs);
    copy.array('float8', values);
    for (let empty = 0; empty < 4; empty += 1) copy.null();
  }
  for (const grain of ['minute', 'hour', 'day'] as const) {
    for (const sum of sums?.[grain] ?? []) stageSum(copy, stagedGrains[grain], sum);
  }
  await copy.copyInto(db, 'metrics_staged(grain, at_ms, set_id, day_ms, vals, rows, counts, mins, maxs)');
}

function stageSum(copy: BinaryRows, grain: number, { unit, setId, rows, counts, sums, mins, maxs }: Sum): void {
  copy.row(9);
  copy.int2(grain);
  copy.int8(unit);
  copy.int4(setId);
  copy.null();
  copy.array('float8', sums);
  copy.int8(rows);
  copy.array('int8', counts);
  copy.array('float8', mins);
  copy.array('float8', maxs);
}
