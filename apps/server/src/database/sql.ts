import { PgDialect } from 'drizzle-orm/pg-core';
import type { SQL } from 'drizzle-orm';
import type { Db } from './database.ts';
import { connectionOf } from './session.ts';

const dialect = new PgDialect();

/** Rows of a raw query; the caller vouches that `Row` is what its columns are. */
export async function select<Row>(db: Db, query: SQL): Promise<Row[]> {
  const { sql: text, params } = dialect.sqlToQuery(query);
  const { rows } = await connectionOf(db).objects(text, params);
  return [...rows] as Row[]; // the driver gives objects by column name; their types are the query's own
}

/** The first row of a raw query, if any. */
export async function selectOne<Row>(db: Db, query: SQL): Promise<Row | undefined> {
  return (await select<Row>(db, query))[0];
}

/** Runs a raw statement and says how many rows it touched. */
export async function run(db: Db, statement: SQL): Promise<number> {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  return (await connectionOf(db).objects(text, params)).count;
}

/** One value that COPY can carry. */
export type CopyValue = string | number | boolean | null;

/**
 * Stages rows by COPY. Postgres forbids it into tables under row-level security, so the target is a temporary table.
 *
 * @param target the table and its columns, such as `staged(phone_e164, row_number)`; never user input
 */
export async function copyRows(db: Db, target: string, rows: readonly (readonly CopyValue[])[]): Promise<void> {
  if (rows.length === 0) return;
  await connectionOf(db).copyIn(`copy ${target} from stdin`, rows.map(copyLine).join(''));
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyLine(row: readonly CopyValue[]): string {
  return `${row.map(copyField).join('\t')}\n`;
}

function copyField(value: CopyValue): string {
  if (value === null) return '\\N';
  return typeof value === 'string'
    ? value.replaceAll(/[\\\t\n\r]/g, (found) => escapes[found] ?? found)
    : String(value);
}
