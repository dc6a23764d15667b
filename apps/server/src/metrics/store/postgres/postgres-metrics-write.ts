import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from '../../../database/database.ts';
import { arrayOf, run, select, selectOne } from '../../../database/sql.ts';
import type { MetricsReceipt, MetricsWrite, StoredRow, StoredType } from '../metrics-store.ts';
import { dayStarts } from '../day-starts.ts';
import { sumBatch, type PlacedRow } from './batch-sums.ts';
import type { KnownSets, SetRow } from './known-sets.ts';
import { stageBatch } from './postgres-metrics-staging.ts';
import { addSums, addToTotals, remakeTotals } from './postgres-metrics-totals.ts';

/** What was written, and the sets that it found or added: to be kept once the transaction has been. */
export interface WrittenRows {
  readonly receipt: MetricsReceipt;
  readonly sets: readonly SetRow[];
}

/** Writes a batch's rows and brings every total up to date, in one transaction that holds the type. */
export async function writeRows(db: Db, write: MetricsWrite, knownSets: KnownSets): Promise<WrittenRows> {
  const { type, rows } = write;
  const sets = await setIds(db, write, knownSets);
  const refused: number[] = [];
  const placed: PlacedRow[] = [];
  const dayOf = dayStarts(type.dayZone);
  const valuesOf = valuesBySlot(type.slots);
  for (const [position, row] of rows.entries()) {
    const setId = sets.ids.get(sets.keys[position] ?? '');
    if (setId === undefined) refused.push(position);
    else placed.push({ atMs: row.atMs, dayMs: dayOf(row.atMs), setId, values: valuesOf(row.values) });
  }
  if (placed.length === 0) return { receipt: { accepted: 0, replaced: 0, duplicates: 0, refused }, sets: sets.added };
  const sums = sumBatch(placed, type);
  await stageBatch(db, placed, sums);
  const met = await insertOrMeet(db, type, placed.length);
  if (met === null && sums !== null) await addSums(db, type, sums);
  else await (met !== null && met.replaced > 0 ? remakeTotals(db, type) : addToTotals(db, type));
  await run(db, sql`drop table metrics_staged`);
  const { replaced, duplicates } = met ?? { replaced: 0, duplicates: 0 };
  const accepted = placed.length - replaced - duplicates;
  return { receipt: { accepted, replaced, duplicates, refused }, sets: sets.added };
}

interface Met {
  readonly replaced: number;
  readonly duplicates: number;
}

/**
 * Inserts the staged rows. Mostly none of them is there yet, which costs no look-up of its own; else those that are there are marked in
 * `state` and put in the place of the earlier ones, and the staged sums, which are of all rows, are dropped.
 *
 * @returns null when every row was new
 */
async function insertOrMeet(db: Db, type: StoredType, rows: number): Promise<Met | null> {
  await run(db, sql`savepoint metrics_new`);
  if ((await insertNew(db, type)) === rows) return null;
  await run(db, sql`rollback to savepoint metrics_new`);
  await run(db, sql`delete from metrics_staged where grain > 0`);
  const met = await meetEarlier(db, type);
  await insertNew(db, type);
  if (met.replaced > 0) await replaceEarlier(db, type);
  return met;
}

interface Sets {
  /** The key of each row's set. */
  readonly keys: readonly string[];
  /** Ids by key; sets that would be too many have none. */
  readonly ids: ReadonlyMap<string, number>;
  /** Those that were not known. */
  readonly added: readonly SetRow[];
}

/** The ids of the rows' dimension sets; new ones are added while the type may have more. */
async function setIds(db: Db, { type, rows, setsMax }: MetricsWrite, knownSets: KnownSets): Promise<Sets> {
  const { key, texts } = keysOfSets();
  const keys = rows.map(({ dimensions }) => key(dimensions));
  const ids = new Map(knownSets.those(type, texts.keys()));
  const unknown = [...texts.keys()].filter((each) => !ids.has(each));
  if (unknown.length === 0) return { keys, ids, added: [] };
  const found = await select<SetRow>(
    db,
    sql`select id, key from metrics_sets where workspace_id = ${type.workspaceId} and type_id = ${type.typeId}
          and key = any(${arrayOf(unknown)}::uuid[])`,
  );
  const there = new Set(found.map((each) => each.key));
  const missing = unknown
    .filter((each) => !there.has(each))
    .map((each): [string, string] => [each, texts.get(each) ?? '']);
  const added = [...found, ...(missing.length === 0 ? [] : await addSets(db, { type, setsMax, texts: missing }))];
  for (const each of added) ids.set(each.key, each.id);
  return { keys, ids, added };
}

interface NewSets extends Pick<MetricsWrite, 'type' | 'setsMax'> {
  /** Key and JSON. */
  readonly texts: readonly (readonly [string, string])[];
}

async function addSets(db: Db, { type, setsMax, texts }: NewSets): Promise<readonly SetRow[]> {
  const added = texts.slice(0, Math.max(0, setsMax - (await countSets(db, type))));
  return await select<SetRow>(
    db,
    sql`insert into metrics_sets (workspace_id, type_id, key, dimensions)
        select ${type.workspaceId}::uuid, ${type.typeId}::int, key, dimensions::jsonb
        from unnest(${arrayOf(added.map(([key]) => key))}::uuid[], ${arrayOf(added.map(([, text]) => text))}::text[]) as new(key, dimensions)
        returning id, key`,
  );
}

async function countSets(db: Db, { workspaceId, typeId }: StoredType): Promise<number> {
  const row = await selectOne<{ sets: number }>(
    db,
    sql`select count(*)::int as sets from metrics_sets where workspace_id = ${workspaceId} and type_id = ${typeId}`,
  );
  return row?.sets ?? 0;
}

interface SetKeys {
  readonly key: (dimensions: StoredRow['dimensions']) => string;
  /** The sets that were asked for, as JSON, by key. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The first 16 bytes of the digest of a set, written as a UUID; equal sets are digested once. */
function keysOfSets(): SetKeys {
  const byArray = new Map<StoredRow['dimensions'], string>();
  const byText = new Map<string, string>();
  const texts = new Map<string, string>();
  const make = (dimensions: StoredRow['dimensions']): string => {
    const text = JSON.stringify(dimensions);
    const found = byText.get(text);
    if (found !== undefined) return found;
    const hex = createHash('sha256').update(text).digest('hex');
    const key = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
    byText.set(text, key);
    texts.set(key, JSON.stringify(Object.fromEntries(dimensions)));
    return key;
  };
  const key = (dimensions: StoredRow['dimensions']): string => {
    const found = byArray.get(dimensions);
    if (found !== undefined) return found;
    const made = make(dimensions);
    byArray.set(dimensions, made);
    return made;
  };
  return { key, texts };
}

type SlotValues = readonly (number | undefined)[];

/** Values by slot, ending with the last one that is there: equal rows are then equal arrays. */
function valuesBySlot(slots: ReadonlyMap<string, number>): (values: StoredRow['values']) => SlotValues {
  let known: readonly string[] = [];
  let places: readonly number[] = [];
  return ({ names, numbers }) => {
    if (names !== known) [known, places] = [names, placesBySlot(names, slots)];
    return places.map((place) => numbers[place]);
  };
}

/** Where the value of each slot stands among the names; -1 where none of them has the slot. */
function placesBySlot(names: readonly string[], slots: ReadonlyMap<string, number>): readonly number[] {
  const places: number[] = [];
  for (const [place, name] of names.entries()) {
    const slot = slots.get(name);
    if (slot === undefined) throw new Error('a row has a metric that its type does not know');
    while (places.length < slot) places.push(-1);
    places[slot - 1] = place;
  }
  return places;
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

/** @returns how many rows were not there yet */
async function insertNew(db: Db, { workspaceId, typeId }: StoredType): Promise<number> {
  return await run(
    db,
    sql`insert into metrics_rows (workspace_id, type_id, at_ms, set_id, "values")
        select ${workspaceId}::uuid, ${typeId}::int, at_ms, set_id, vals from metrics_staged where grain = 0 and state is null
        order by at_ms, set_id on conflict do nothing`,
  );
}

async function replaceEarlier(db: Db, { workspaceId, typeId }: StoredType): Promise<void> {
  await run(
    db,
    sql`update metrics_rows r set "values" = s.vals from metrics_staged s
        where s.state = 'replaced' and r.workspace_id = ${workspaceId} and r.type_id = ${typeId} and r.at_ms = s.at_ms and r.set_id = s.set_id`,
  );
}
