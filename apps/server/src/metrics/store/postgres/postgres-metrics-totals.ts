import { sql, type SQL } from 'drizzle-orm';
import { bucketEnd, bucketStart } from '@marquee/rules/metrics/range-plan';
import type { Db } from '../../../database/database.ts';
import { arrayOf, run, select } from '../../../database/sql.ts';
import type { StoredType } from '../metrics-store.ts';
import type { BatchSums } from './batch-sums.ts';
import { stagedGrains } from './postgres-metrics-staging.ts';

/** Adds the staged rows that are new to every total. */
export async function addToTotals(db: Db, type: StoredType): Promise<void> {
  const fresh = sql`select at_ms, set_id, vals, day_ms from metrics_staged where state is null`;
  const keptDays = sql`${fresh} ${andKept(type)}`;
  await sumInto(db, type, { total: minutes, source: fresh });
  await sumInto(db, type, { total: hours, source: fresh });
  await sumInto(db, type, { total: days, source: keptDays });
  await countInto(db, type, { source: keptDays, add: true });
}

/** Adds what a batch adds up to, of which all but the histograms is staged, to every total. */
export async function addSums(db: Db, type: StoredType, { buckets }: BatchSums): Promise<void> {
  for (const total of [minutes, hours, days]) await addStagedSums(db, type, total);
  if (buckets.length === 0) return;
  const column = (of: (each: BatchSums['buckets'][number]) => number) => arrayOf(buckets.map(of));
  const counted = sql`select day_ms, slot, bucket, n
    from unnest(${column(({ dayMs }) => dayMs)}::bigint[], ${column(({ slot }) => slot)}::smallint[],
      ${column(({ bucket }) => bucket)}::smallint[], ${column(({ count }) => count)}::bigint[]) c(day_ms, slot, bucket, n)`;
  const dayMs = [...new Set(buckets.map((each) => each.dayMs))];
  await putCounts(db, type, { counted, addToDays: sql`select unnest(${arrayOf(dayMs)}::bigint[])` });
}

/** Makes every total anew that a staged row touches, from the rows themselves: what was replaced cannot be taken out of a total. */
export async function remakeTotals(db: Db, type: StoredType): Promise<void> {
  const touched = sql`select at_ms, set_id, day_ms from metrics_staged where state is distinct from 'duplicate'`;
  for (const total of [minutes, hours]) {
    const of = sql`select distinct ${total.key} as unit ${total.bySet ? sql`, set_id` : sql``} from (${touched}) t`;
    await run(
      db,
      sql`delete from ${total.table} t using (${of}) u where ${ofType(type)} and t.${total.column} = u.unit ${total.bySet ? sql`and t.set_id = u.set_id` : sql``}`,
    );
    const source = sql`select r.at_ms, r.set_id, r."values" as vals, 0::bigint as day_ms
      from (select distinct ${total.key} as unit from (${touched}) t) u
      join metrics_rows r on ${ofRows(type)} and r.at_ms >= u.unit::bigint * ${total.sizeMs} and r.at_ms < (u.unit::bigint + 1) * ${total.sizeMs}
      ${total.bySet ? sql`where (u.unit, r.set_id) in (${of})` : sql``}`;
    await sumInto(db, type, { total, source });
  }
  await remakeDays(db, type, await touchedDays(db, type));
}

/** Makes the totals of whole local days anew. */
export async function rebuildDayTotals(
  db: Db,
  type: StoredType,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<void> {
  const starts: number[] = [];
  for (let at = bucketStart(fromMs, 86_400, type.dayZone); at < toMs; at = bucketEnd(at, 86_400, type.dayZone)) {
    if (at >= fromMs) starts.push(at);
  }
  // Totals by another zone's days, or of a time that this zone begins its days at no longer.
  await deleteDays(db, type, sql`t.day_ms >= ${fromMs} and t.day_ms < ${toMs}`);
  await remakeDays(db, type, starts);
}

/** Forgets every total of a local day. */
export async function forgetDayTotals(db: Db, type: StoredType): Promise<void> {
  await deleteDays(db, type, sql`true`);
}

interface Total {
  readonly table: SQL;
  readonly column: SQL;
  /** The unit of a row with `at_ms` and `day_ms`. */
  readonly key: SQL;
  readonly sizeMs: SQL;
  readonly bySet: boolean;
  readonly grain: number;
}

const minutes: Total = {
  table: sql.raw('metrics_minutes'),
  column: sql.raw('minute'),
  key: sql.raw('(at_ms / 60000)::int'),
  sizeMs: sql.raw('60000'),
  bySet: false,
  grain: stagedGrains.minute,
};

const hours: Total = {
  table: sql.raw('metrics_hours'),
  column: sql.raw('hour'),
  key: sql.raw('(at_ms / 3600000)::int'),
  sizeMs: sql.raw('3600000'),
  bySet: true,
  grain: stagedGrains.hour,
};

const days: Total = {
  table: sql.raw('metrics_days'),
  column: sql.raw('day_ms'),
  key: sql.raw('day_ms'),
  sizeMs: sql.raw('86400000'),
  bySet: true,
  grain: stagedGrains.day,
};

function ofType({ workspaceId, typeId }: StoredType): SQL {
  return sql`t.workspace_id = ${workspaceId} and t.type_id = ${typeId}`;
}

function ofRows({ workspaceId, typeId }: StoredType): SQL {
  return sql`r.workspace_id = ${workspaceId} and r.type_id = ${typeId}`;
}

function andKept({ daysBeforeMs }: StoredType): SQL {
  return daysBeforeMs === null ? sql`` : sql`and day_ms < ${daysBeforeMs}`;
}

interface Summing {
  readonly total: Total;
  /** Rows with `at_ms`, `set_id`, `vals`, `day_ms`. */
  readonly source: SQL;
}

/** Adds rows to one kind of total, slot by slot. Units are written in one order. */
async function sumInto(db: Db, type: StoredType, { total, source }: Summing): Promise<void> {
  const set = setColumn(total);
  const each = eachSlot(type);
  await run(
    db,
    sql`${intoTotal(total)}
        select ${type.workspaceId}::uuid, ${type.typeId}::int, ${total.key} as unit${set}, count(*),
          ${each((slot) => sql`count(vals[${slot}])`)}, ${each((slot) => sql`coalesce(sum(vals[${slot}]), 0)`)},
          ${each((slot) => sql`min(vals[${slot}])`)}, ${each((slot) => sql`max(vals[${slot}])`)}
        from (${source}) s group by unit${set} order by unit${set} ${ontoTotal(type, total)}`,
  );
}

/** Adds the staged sums of one kind of total. */
async function addStagedSums(db: Db, type: StoredType, total: Total): Promise<void> {
  const set = setColumn(total);
  await run(
    db,
    sql`${intoTotal(total)}
        select ${type.workspaceId}::uuid, ${type.typeId}::int, at_ms${set}, rows, counts, vals, mins, maxs
        from metrics_staged where grain = ${total.grain} order by at_ms, set_id ${ontoTotal(type, total)}`,
  );
}

function intoTotal(total: Total): SQL {
  return sql`insert into ${total.table} as t (workspace_id, type_id, ${total.column}${setColumn(total)}, rows, counts, sums, mins, maxs)`;
}

/** What becomes of a total that is there already. */
function ontoTotal(type: StoredType, total: Total): SQL {
  const each = eachSlot(type);
  return sql`on conflict (workspace_id, type_id, ${total.column}${setColumn(total)}) do update set rows = t.rows + excluded.rows,
    counts = ${each((slot) => sql`coalesce(t.counts[${slot}], 0) + excluded.counts[${slot}]`)},
    sums = ${each((slot) => sql`coalesce(t.sums[${slot}], 0) + excluded.sums[${slot}]`)},
    mins = ${each((slot) => sql`least(t.mins[${slot}], excluded.mins[${slot}])`)},
    maxs = ${each((slot) => sql`greatest(t.maxs[${slot}], excluded.maxs[${slot}])`)}`;
}

function setColumn({ bySet }: Total): SQL {
  return bySet ? sql`, set_id` : sql``;
}

/** Renders an array of one expression a slot. */
function eachSlot(type: StoredType): (render: (slot: SQL) => SQL) => SQL {
  const slots = slotsOf(type);
  return (render) => sql`array[${sql.join(slots.map(render), sql`, `)}]`;
}

/** Every slot that the type has, as text of SQL: they are our own numbers. */
function slotsOf({ slots }: StoredType): readonly SQL[] {
  const last = Math.max(0, ...slots.values());
  return Array.from({ length: last }, (_, index) => sql.raw(String(index + 1)));
}

interface Counting {
  /** Rows with `vals` and `day_ms`. */
  readonly source: SQL;
  /** To what the histograms hold, rather than in its place. */
  readonly add: boolean;
}

/** Counts values into the histograms of their days. */
async function countInto(db: Db, type: StoredType, { source, add }: Counting): Promise<void> {
  const counted = sql`select day_ms, slot::smallint as slot, metrics_bucket(value) as bucket, count(*) as n
    from (${source}) s cross join lateral unnest(s.vals) with ordinality v(value, slot)
    where value is not null group by 1, 2, 3`;
  await putCounts(db, type, { counted, addToDays: add ? sql`select day_ms from (${source}) s` : null });
}

interface Counts {
  /** Rows of `day_ms`, `slot`, `bucket`, `n`. */
  readonly counted: SQL;
  /** The days of which the histograms that are there are added; null puts these in their place. */
  readonly addToDays: SQL | null;
}

async function putCounts(db: Db, type: StoredType, { counted, addToDays }: Counts): Promise<void> {
  const held = sql`union all
    select t.day_ms, t.slot, h.bucket, h.n from metrics_histograms t cross join lateral unnest(t.buckets, t.counts) h(bucket, n)
    where ${ofType(type)} and t.day_ms in (${addToDays ?? sql``})`;
  await run(
    db,
    sql`insert into metrics_histograms (workspace_id, type_id, day_ms, slot, buckets, counts)
        select ${type.workspaceId}::uuid, ${type.typeId}::int, day_ms, slot, array_agg(bucket order by bucket), array_agg(n order by bucket)
        from (
          select day_ms, slot, bucket, sum(n)::bigint as n from (${counted} ${addToDays === null ? sql`` : held}) parts group by 1, 2, 3
        ) whole group by day_ms, slot order by day_ms, slot
        on conflict (workspace_id, type_id, day_ms, slot) do update set buckets = excluded.buckets, counts = excluded.counts`,
  );
}

async function touchedDays(db: Db, type: StoredType): Promise<readonly number[]> {
  const rows = await select<{ day_ms: number }>(
    db,
    sql`select distinct day_ms from metrics_staged where state is distinct from 'duplicate' ${andKept(type)} order by day_ms`,
  );
  return rows.map(({ day_ms }) => day_ms);
}

async function remakeDays(db: Db, type: StoredType, starts: readonly number[]): Promise<void> {
  if (starts.length === 0) return;
  const from = arrayOf(starts);
  const to = arrayOf(starts.map((start) => bucketEnd(start, 86_400, type.dayZone)));
  const source = sql`select r.at_ms, r.set_id, r."values" as vals, d.from_ms as day_ms
    from unnest(${from}::bigint[], ${to}::bigint[]) d(from_ms, to_ms)
    join metrics_rows r on ${ofRows(type)} and r.at_ms >= d.from_ms and r.at_ms < d.to_ms`;
  await deleteDays(db, type, sql`t.day_ms = any(${from}::bigint[])`);
  await sumInto(db, type, { total: days, source });
  await countInto(db, type, { source, add: false });
}

async function deleteDays(db: Db, type: StoredType, which: SQL): Promise<void> {
  await run(db, sql`delete from metrics_days t where ${ofType(type)} and ${which}`);
  await run(db, sql`delete from metrics_histograms t where ${ofType(type)} and ${which}`);
}
