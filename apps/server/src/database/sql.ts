import { SQL, sql, StringChunk } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Db } from './database.ts';
import { connectionOf } from './session.ts';

const dialect = new PgDialect();

/** Rows of a raw query; the caller vouches that `Row` is what its columns are. */
export async function select<Row>(db: Db, query: SQL): Promise<Row[]> {
  const { sql: text, params } = textOf(query);
  const { rows } = await connectionOf(db).objects(text, params);
  return [...rows] as Row[]; // the driver gives objects by column name; their types are the query's own
}

/** The first row of a raw query, if any. */
export async function selectOne<Row>(db: Db, query: SQL): Promise<Row | undefined> {
  return (await select<Row>(db, query))[0];
}

/** Runs a raw statement and says how many rows it touched. */
export async function run(db: Db, statement: SQL): Promise<number> {
  const { sql: text, params } = textOf(statement);
  return (await connectionOf(db).objects(text, params)).count;
}

/** Whether a column of text contains a text, in capital or small letters; `%` and `_` stand for themselves. */
export function containsText(column: SQL, text: string): SQL {
  return sql`position(lower(${text}::text) in lower(${column})) > 0`;
}

/**
 * Values as the text of a Postgres array, for `unnest(${arrayOf(…)}::uuid[], …)`: many rows as parameters, at two thirds of what
 * the same rows cost as JSON.
 */
export function arrayOf(values: readonly (string | number | null)[]): string {
  const items = values.map((value) => {
    if (value === null) return 'NULL';
    return typeof value === 'number' ? String(value) : `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
  });
  return `{${items.join(',')}}`;
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

interface Text {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** The text of a query. Drizzle's own rendering asks each piece what it is a dozen times, which costs as much as a small query. */
function textOf(query: SQL): Text {
  const params: unknown[] = [];
  const text = plainText(query, params);
  return text === null ? dialect.sqlToQuery(query) : { sql: text, params };
}

/** Text of a query made of text, plain values and such queries alone; null when it holds anything else. */
function plainText(query: SQL, params: unknown[]): string | null {
  // `shouldInlineParams` is drizzle's own flag, which its types keep to itself.
  if ((query as unknown as { readonly shouldInlineParams: boolean }).shouldInlineParams) return null;
  let text = '';
  for (const chunk of query.queryChunks as readonly unknown[]) {
    if (chunk instanceof StringChunk) text += chunk.value.join('');
    else if (chunk === null || typeof chunk !== 'object') {
      if (chunk === undefined || typeof chunk === 'function') return null;
      text += `$${params.push(chunk)}`;
    } else if (chunk instanceof SQL) {
      const inner = plainText(chunk, params);
      if (inner === null) return null;
      text += inner;
    } else return null;
  }
  return text;
}
