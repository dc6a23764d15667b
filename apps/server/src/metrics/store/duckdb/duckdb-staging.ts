import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import { integer, readRows } from './duckdb-session.ts';
import type { TypeTables } from './duckdb-tables.ts';
import type { MetricsWrite, StoredRow } from '../metrics-store.ts';

/** The number of each row's dimension set, by the row's position; null where the type may not have one more set. */
export type SetNumbers = readonly (number | null)[];

/** Rows that go to DuckDB in one piece: its own vector's size. */
const chunkRows = 2048;

/** Numbers the dimension sets of the rows; those that are new are added, in the order of the rows, while there is room. */
export async function stageSets(
  session: DuckDBConnection,
  { sets }: TypeTables,
  { rows, setsMax }: MetricsWrite,
): Promise<SetNumbers> {
  const texts = rows.map(({ dimensions }) => JSON.stringify(dimensions));
  const first = new Map<string, { readonly key: string; readonly row: StoredRow }>();
  for (const [position, row] of rows.entries()) {
    const text = texts[position] ?? '';
    if (!first.has(text)) first.set(text, { key: keyOf(text), row });
  }
  const wanted = [...first.values()];
  await session.run('create temp table staged_sets (position integer, key varchar, dimensions map(varchar, varchar))');
  await append(session, 'staged_sets', await setColumns(wanted));
  const known = await readRows(
    session,
    `select staged.position, stored.set_id from staged_sets staged join ${sets} stored using (key)`,
  );
  const numbers = new Map(known.map(([position, id]) => [Number(position), Number(id)]));
  const [counted] = await readRows(session, `select count(*), coalesce(max(set_id), 0) from ${sets}`);
  const room = Math.max(0, setsMax - Number(counted?.[0]));
  const fresh = wanted.flatMap((_, position) => (numbers.has(position) ? [] : [position])).slice(0, room);
  const nextId = Number(counted?.[1]) + 1;
  for (const [index, position] of fresh.entries()) numbers.set(position, nextId + index);
  if (fresh.length > 0) await addSets(session, { sets, fresh, nextId });
  await session.run('drop table staged_sets');
  const positions = new Map([...first.keys()].map((text, position) => [text, position]));
  return texts.map((text) => numbers.get(positions.get(text) ?? -1) ?? null);
}

/** Brings the rows that have a set into `staged_rows`, with a column for each of the type's fields. */
export async function stageRows(
  session: DuckDBConnection,
  { write, tables, setOf }: { readonly write: MetricsWrite; readonly tables: TypeTables; readonly setOf: SetNumbers },
): Promise<void> {
  const { BIGINT, DOUBLE, INTEGER } = await import('@duckdb/node-api');
  const names = Array.from({ length: tables.slots }, (_, index) => `v${index + 1} double`);
  await session.run(`create temp table staged_rows (${['at_ms bigint', 'set_id integer', ...names].join(', ')})`);
  const kept = write.rows.flatMap((row, position) => (setOf[position] === null ? [] : [{ row, set: setOf[position] }]));
  const values = Array.from({ length: tables.slots }, () => Array<number | null>(kept.length).fill(null));
  for (const [index, { row }] of kept.entries()) {
    for (const [place, field] of row.values.names.entries()) {
      const column = values[(write.type.slots.get(field) ?? 0) - 1];
      if (column === undefined) throw new Error(`The type has no slot for ${field}.`);
      column[index] = row.values.numbers[place] ?? null;
    }
  }
  await append(session, 'staged_rows', [
    { type: BIGINT, values: kept.map(({ row }) => BigInt(row.atMs)) },
    { type: INTEGER, values: kept.map(({ set }) => set ?? null) },
    ...values.map((column) => ({ type: DOUBLE, values: column })),
  ]);
}

interface Column {
  readonly type: DuckDBType;
  readonly values: readonly DuckDBValue[];
}

async function setColumns(
  wanted: readonly { readonly key: string; readonly row: StoredRow }[],
): Promise<readonly Column[]> {
  const { INTEGER, MAP, mapValue, VARCHAR } = await import('@duckdb/node-api');
  return [
    { type: INTEGER, values: wanted.map((_, position) => position) },
    { type: VARCHAR, values: wanted.map(({ key }) => key) },
    {
      type: MAP(VARCHAR, VARCHAR),
      values: wanted.map(({ row }) => mapValue(row.dimensions.map(([key, value]) => ({ key, value })))),
    },
  ];
}

async function addSets(
  session: DuckDBConnection,
  { sets, fresh, nextId }: { readonly sets: string; readonly fresh: readonly number[]; readonly nextId: number },
): Promise<void> {
  // Positions are in order, so the rank among them is what was handed out above.
  await session.run(`
    insert into ${sets}
    select ${integer(nextId)} - 1 + row_number() over (order by position), key, dimensions
    from staged_sets where position in (${fresh.map(integer).join(', ')})`);
}

async function append(session: DuckDBConnection, table: string, columns: readonly Column[]): Promise<void> {
  const { DuckDBDataChunk } = await import('@duckdb/node-api');
  const count = columns[0]?.values.length ?? 0;
  const types = columns.map(({ type }) => type);
  const appender = await session.createAppender(table, 'main', 'temp');
  for (let from = 0; from < count; from += chunkRows) {
    const chunk = DuckDBDataChunk.create(types);
    chunk.setColumns(columns.map(({ values }) => values.slice(from, from + chunkRows)));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
