import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from '../../../database/database.ts';
import { arrayOf, copyRows, run, select, selectOne } from '../../../database/sql.ts';
import type { MetricsReceipt, MetricsWrite, StoredRow, StoredType } from '../metrics-store.ts';
import { addToTotals, remakeTotals } from './postgres-metrics-totals.ts';
import { dayStarts } from '../day-starts.ts';

/** Writes a batch's rows and brings every total up to date, in one transaction that holds the type. */
export async function writeRows(db: Db, write: MetricsWrite): Promise<MetricsReceipt> {
  const { type, rows } = write;
  const sets = await setIds(db, write);
  const refused: number[] = [];
  const staged = rows.flatMap((row, position) => {
    const setId = sets.ids.get(sets.keys[position] ?? '');
    if (setId === undefined) refused.push(position);
    return setId === undefined ? [] : [{ row, setId }];
  });
  if (staged.length === 0) return { accepted: 0, replaced: 0, duplicates: 0, refused };
  await stage(db, type, staged);
  const { replaced, duplicates } = await meetEarlier(db, type);
  await insertNew(db, type);
  if (replaced > 0) await replaceEarlier(db, type);
  await (replaced > 0 ? remakeTotals(db, type) : addToTotals(db, type));
  await run(db, sql`drop table metrics_staged`);
  return { accepted: staged.length - replaced - duplicates, replaced, duplicates, refused };
}

interface Sets {
  /** The key of each row's set. */
  readonly keys: readonly string[];
  /** Ids by key; sets that would be too many have none. */
  readonly ids: ReadonlyMap<string, number>;
}

/** The ids of the rows' dimension sets; new ones are added while the type may have more. */
async function setIds(db: Db, { type, rows, setsMax }: MetricsWrite): Promise<Sets> {
  const texts = new Map<string, string>();
  const keyOf = keysOfSets();
  const keys = rows.map(({ dimensions }) => {
    const key = keyOf(dimensions);
    if (!texts.has(key)) texts.set(key, JSON.stringify(Object.fromEntries(dimensions)));
    return key;
  });
  const ids = new Map<string, number>();
  const note = (found: readonly SetRow[]) => found.forEach(({ id, key }) => ids.set(key, id));
  note(
    await select<SetRow>(
      db,
      sql`select id, key from metrics_sets where workspace_id = ${type.workspaceId} and type_id = ${type.typeId}
            and key = any(${arrayOf([...texts.keys()])}::uuid[])`,
    ),
  );
  const missing = [...texts].filter(([key]) => !ids.has(key));
  if (missing.length === 0) return { keys, ids };
  const added = missing.slice(0, Math.max(0, setsMax - (await countSets(db, type))));
  note(
    await select<SetRow>(
      db,
      sql`insert into metrics_sets (workspace_id, type_id, key, dimensions)
          select ${type.workspaceId}::uuid, ${type.typeId}::int, key, dimensions::jsonb
          from unnest(${arrayOf(added.map(([key]) => key))}::uuid[], ${arrayOf(added.map(([, text]) => text))}::text[]) as new(key, dimensions)
          returning id, key`,
    ),
  );
  return { keys, ids };
}

interface SetRow {
  readonly id: number;
  readonly key: string;
}

async function countSets(db: Db, { workspaceId, typeId }: StoredType): Promise<number> {
  const row = await selectOne<{ sets: number }>(
    db,
    sql`select count(*)::int as sets from metrics_sets where workspace_id = ${workspaceId} and type_id = ${typeId}`,
  );
  return row?.sets ?? 0;
}

/** The first 16 bytes of the digest of a set, written as a UUID; equal sets are digested once. */
function keysOfSets(): (dimensions: StoredRow['dimensions']) => string {
  const known = new Map<string, string>();
  return (dimensions) => {
    const text = JSON.stringify(dimensions);
    const found = known.get(text);
    if (found !== undefined) return found;
    const hex = createHash('sha256').update(text).digest('hex');
    const key = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
    known.set(text, key);
    return key;
  };
}

/** `state` becomes `duplicate` or `replaced` for rows that meet an earlier one; null is new. */
async function stage(
  db: Db,
  type: StoredType,
  rows: readonly { readonly row: StoredRow; readonly setId: number }[],
): Promise<void> {
  await run(
    db,
    sql`create temp table metrics_staged (at_ms bigint, set_id int, day_ms bigint, vals double precision[], state text) on commit drop`,
  );
  const dayOf = dayStarts(type.dayZone);
  await copyRows(
    db,
    'metrics_staged(at_ms, set_id, day_ms, vals)',
    rows.map(({ row, setId }) => [row.atMs, setId, dayOf(row.atMs), valuesOf(row, type.slots)]),
  );
}

/** Values by slot as a Postgres array, ending with the last one that is there: equal rows are then equal arrays. */
function valuesOf({ values }: StoredRow, slots: ReadonlyMap<string, number>): string {
  const bySlot: string[] = [];
  for (const [name, value] of values) {
    const slot = slots.get(name);
    if (slot === undefined) throw new Error('a row has a metric that its type does not know');
    bySlot[slot - 1] = String(value);
  }
  return `{${Array.from(bySlot, (value) => value ?? 'NULL').join()}}`;
}

async function meetEarlier(
  db: Db,
  { workspaceId, typeId }: StoredType,
): Promise<{ readonly replaced: number; readonly duplicates: number }> {
  const met = await run(
    db,
    sql`update metrics_staged s set state = case when r."values" = s.vals then 'duplicate' else 'replaced' end
        from metrics_rows r where r.workspace_id = ${workspaceId} and r.type_id = ${typeId} and r.at_ms = s.at_ms and r.set_id = s.set_id`,
  );
  if (met === 0) return { replaced: 0, duplicates: 0 };
  const row = await selectOne<{ replaced: number }>(
    db,
    sql`select count(*)::int as replaced from metrics_staged where state = 'replaced'`,
  );
  const replaced = row?.replaced ?? 0;
  return { replaced, duplicates: met - replaced };
}

async function insertNew(db: Db, { workspaceId, typeId }: StoredType): Promise<void> {
  await run(
    db,
    sql`insert into metrics_rows (workspace_id, type_id, at_ms, set_id, "values")
        select ${workspaceId}::uuid, ${typeId}::int, at_ms, set_id, vals from metrics_staged where state is null order by at_ms, set_id`,
  );
}

async function replaceEarlier(db: Db, { workspaceId, typeId }: StoredType): Promise<void> {
  await run(
    db,
    sql`update metrics_rows r set "values" = s.vals from metrics_staged s
        where s.state = 'replaced' and r.workspace_id = ${workspaceId} and r.type_id = ${typeId} and r.at_ms = s.at_ms and r.set_id = s.set_id`,
  );
}
