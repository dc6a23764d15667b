import type { DuckDBConnection } from '@duckdb/node-api';
import { integer, newParams, readRows } from './duckdb-session.ts';
import type { StoredType } from '../metrics-store.ts';

/** The tables of one data type. Their names and columns are made of numbers, so that no text of a user ever names one. */
export interface TypeTables {
  readonly sets: string;
  readonly rows: string;
  /** Columns of values, `v1` to this. */
  readonly slots: number;
}

/** Creates the tables that every file has. */
export async function createTables(session: DuckDBConnection): Promise<void> {
  await session.run(`
    create sequence if not exists table_ids;
    create table if not exists types (
      workspace_id varchar, type_id integer, table_id bigint, slots integer, primary key (workspace_id, type_id)
    );
    create table if not exists batches (
      workspace_id varchar, type_id integer, batch_key varchar,
      accepted integer, replaced integer, duplicates integer, refused integer[],
      primary key (workspace_id, type_id, batch_key)
    );
  `);
}

/** A type's tables, or null while it has none. */
export async function tablesOf(session: DuckDBConnection, type: StoredType): Promise<TypeTables | null> {
  const params = newParams();
  const [row] = await readRows(
    session,
    `select table_id, slots from types
     where workspace_id = ${params.text(type.workspaceId)} and type_id = ${integer(type.typeId)}`,
    params.values,
  );
  return row === undefined ? null : namesOf(Number(row[0]), Number(row[1]));
}

/** A type's tables, made or widened to hold all of its fields. */
export async function tablesFor(session: DuckDBConnection, type: StoredType): Promise<TypeTables> {
  const slots = Math.max(0, ...type.slots.values());
  const tables = (await tablesOf(session, type)) ?? (await makeTables(session, type));
  if (tables.slots >= slots) return tables;
  for (let slot = tables.slots + 1; slot <= slots; slot += 1) {
    await session.run(`alter table ${tables.rows} add column v${slot} double`);
  }
  const params = newParams();
  await session.run(
    `update types set slots = ${integer(slots)}
     where workspace_id = ${params.text(type.workspaceId)} and type_id = ${integer(type.typeId)}`,
    [...params.values],
  );
  return { ...tables, slots };
}

/** Forgets a type: its tables, and the receipts of its batches. */
export async function dropTables(session: DuckDBConnection, type: StoredType): Promise<void> {
  const tables = await tablesOf(session, type);
  if (tables === null) return;
  await session.run(`drop table ${tables.rows}`);
  await session.run(`drop table ${tables.sets}`);
  for (const table of ['batches', 'types']) {
    const params = newParams();
    await session.run(
      `delete from ${table} where workspace_id = ${params.text(type.workspaceId)} and type_id = ${integer(type.typeId)}`,
      [...params.values],
    );
  }
}

async function makeTables(session: DuckDBConnection, type: StoredType): Promise<TypeTables> {
  const params = newParams();
  const [row] = await readRows(
    session,
    `insert into types values (${params.text(type.workspaceId)}, ${integer(type.typeId)}, nextval('table_ids'), 0)
     returning table_id`,
    params.values,
  );
  const tables = namesOf(Number(row?.[0]), 0);
  await session.run(`
    create table ${tables.sets} (set_id integer, key varchar, dimensions map(varchar, varchar));
    create table ${tables.rows} (at_ms bigint, set_id integer);
  `);
  return tables;
}

function namesOf(id: number, slots: number): TypeTables {
  return { sets: `sets_${integer(id)}`, rows: `rows_${integer(id)}`, slots };
}
