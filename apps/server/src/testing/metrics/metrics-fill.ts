import { sql } from 'drizzle-orm';
import type { Database, Db } from '../../database/database.ts';
import { connectionOf } from '../../database/session.ts';
import { run, select } from '../../database/sql.ts';
import { metricTypes } from '../../metrics/catalog/metric-types.store.ts';
import type { StoredType } from '../../metrics/store/metrics-store.ts';
import { addToTotals } from '../../metrics/store/postgres/postgres-metrics-totals.ts';

/** Rows to make up: row `i` is of the set `i * 7919 % sets`, and its values are those of `valueSql`. */
export interface MadeRows {
  readonly workspaceId: string;
  /** A type that has its fields and its sets already. */
  readonly dataType: string;
  readonly rows: number;
  readonly fromMs: number;
  readonly stepMs: number;
}

/** The value of the field at a place, from 0, of row `i`: the same wherever rows are made. */
export function valueSql(place: number): string {
  return `((i * ${48_271 + 2 * place} % 65521) / ${10 ** (place % 3)}.0)`;
}

const chunkRows = 250_000;

/** Puts made-up rows into a type of a database at the speed of its engine, and adds them to every total as an upload does. */
export async function fillMetrics(database: Database, made: MadeRows): Promise<void> {
  const { workspaceId, rows } = made;
  for (let from = 0; from < rows; from += chunkRows) {
    await database.transaction({ kind: 'workspace', workspaceId }, { access: 'write' }, async (db) => {
      const type = await typeOf(db, made);
      await run(db, stagedTable);
      await run(db, sql.raw(await madeSql(db, { ...made, type, from, to: Math.min(from + chunkRows, rows) })));
      await addStaged(db, type);
    });
  }
}

/** Copies prepared rows (time, set, start of the day, values, in COPY's text) and adds them to every total: an upload's work without its door. */
export async function copyMetrics(database: Database, type: StoredType, rows: string): Promise<void> {
  const scope = { kind: 'workspace', workspaceId: type.workspaceId } as const;
  await database.transaction(scope, { access: 'write' }, async (db) => {
    await run(db, stagedTable);
    await connectionOf(db).copyIn('copy metrics_staged (at_ms, set_id, day_ms, vals) from stdin', rows);
    await addStaged(db, type);
  });
}

/** A data type and the ids of its sets, in the order in which they came. */
export async function filledType(
  database: Database,
  { workspaceId, dataType }: Pick<MadeRows, 'workspaceId' | 'dataType'>,
): Promise<{ readonly type: StoredType; readonly sets: readonly number[] }> {
  return await database.transaction({ kind: 'workspace', workspaceId }, { access: 'read' }, async (db) => {
    const type = await typeOf(db, { workspaceId, dataType });
    return { type, sets: await setsOf(db, type) };
  });
}

const stagedTable = sql`create temp table metrics_staged (at_ms bigint, set_id int, day_ms bigint, vals double precision[], state text) on commit drop`;

async function addStaged(db: Db, type: StoredType): Promise<void> {
  await run(
    db,
    sql`insert into metrics_rows (workspace_id, type_id, at_ms, set_id, "values")
        select ${type.workspaceId}::uuid, ${type.typeId}::int, at_ms, set_id, vals from metrics_staged order by at_ms, set_id`,
  );
  await addToTotals(db, type);
  await run(
    db,
    sql`update metrics_types set version = version + 1 where workspace_id = ${type.workspaceId} and id = ${type.typeId}`,
  );
}

async function madeSql(
  db: Db,
  made: MadeRows & { readonly type: StoredType; readonly from: number; readonly to: number },
): Promise<string> {
  const sets = await setsOf(db, made.type);
  const values = [...made.type.slots.values()].toSorted((a, b) => a - b).map((slot) => valueSql(slot - 1));
  return `insert into metrics_staged (at_ms, set_id, day_ms, vals)
    select at_ms, set_id, at_ms / 86400000 * 86400000, vals from (
      select floor(${made.fromMs} + i * ${made.stepMs}::float8)::bigint as at_ms,
        (array[${sets.join()}])[1 + (i * 7919 % ${sets.length})] as set_id, array[${values.join()}]::float8[] as vals
      from generate_series(${made.from}::bigint, ${made.to - 1}) i) made`;
}

async function typeOf(
  db: Db,
  { workspaceId, dataType }: Pick<MadeRows, 'workspaceId' | 'dataType'>,
): Promise<StoredType> {
  const type = (await metricTypes(db, workspaceId, [dataType])).get(dataType);
  if (type === undefined) throw new Error(`There is no data type ${dataType}.`);
  return type.stored;
}

async function setsOf(db: Db, { workspaceId, typeId }: StoredType): Promise<readonly number[]> {
  const rows = await select<{ id: number }>(
    db,
    sql`select id from metrics_sets where workspace_id = ${workspaceId} and type_id = ${typeId} order by id`,
  );
  return rows.map(({ id }) => id);
}
