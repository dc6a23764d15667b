import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { arrayOf, select } from '../../database/sql.ts';

/**
 * Ids of the contacts that a search finds, each once, in no order: those of whom every word begins the number, an attribute or the
 * last word of one, and those of whom the whole text does.
 *
 * Only ranges over plain columns: under row-level security neither `like` nor `lower` may use an index. What is looked at grows with
 * what the rarest word begins, not with the workspace, and ends where that is everybody.
 *
 * @returns a query of one column, `id`
 */
export async function foundIds(db: Db, workspaceId: string, search: string): Promise<SQL> {
  const text = search.trim();
  const words = text.split(/\s+/).slice(0, wordsMax);
  const whole = beginningWith(workspaceId, text);
  if (words.length === 1) return sql`select distinct id from (${whole}) one`;
  const [rarest = text, ...others] = await byRarity(db, workspaceId, words);
  const rest = others.map((word, index) => sql`${begunOf(workspaceId, word)} ${sql.raw(`word_${index}`)}`);
  return sql`${whole} union select c.id from (${beginningWith(workspaceId, rarest)}) c, ${sql.join(rest, sql`, `)}`;
}

const wordsMax = 5;

/** Words by how many contacts each finds, as far as that is looked at. */
async function byRarity(db: Db, workspaceId: string, words: readonly string[]): Promise<readonly string[]> {
  const counts = words.map(
    (word) => sql`select ${word}::text as word, count(*)::int as n from (${beginningWith(workspaceId, word)}) begun`,
  );
  const rows = await select<{ word: string; n: number }>(db, sql.join(counts, sql` union all `));
  return rows.toSorted((a, b) => a.n - b.n).map(({ word }) => word);
}

/** One row where a word begins something of the contact `c`, none where it does not; `limit` has it looked at by its key. */
function begunOf(workspaceId: string, word: string): SQL {
  const attribute = sql`
    select from messaging_contact_attributes a, unnest(${arrayOf(spellings(word))}::text[]) prefix
    where a.contact_id = c.id and (starts_with(a.text_value, prefix) or starts_with(a.last_word, prefix))`;
  const phone = phonePrefix(word);
  if (phone === null) return sql`lateral (${attribute} limit 1)`;
  return sql`lateral (
    ${attribute} union all
    select from messaging_contacts p where p.workspace_id = ${workspaceId} and p.id = c.id and starts_with(p.phone_e164, ${phone})
    limit 1)`;
}

/** How many are taken of one range. */
const rangeMax = 20_000;

/** Each range is a subquery that ends by itself, and so is read by its index whatever the planner expects of the others. */
function beginningWith(workspaceId: string, text: string): SQL {
  const prefixes = sql`unnest(${arrayOf(spellings(text))}::text[]) as prefix`;
  const within = (column: SQL) =>
    sql`workspace_id = ${workspaceId} and ${column} >= prefix and ${column} < prefix || ${lastCharacter}`;
  const attributes = sql`(
    with recursive names as (
      select min(name) as name from messaging_contact_attributes where workspace_id = ${workspaceId}
      union all
      select (select min(name) from messaging_contact_attributes where workspace_id = ${workspaceId} and name > names.name)
      from names where name is not null)
    select id from names, ${prefixes}, lateral (
      select contact_id as id from messaging_contact_attributes a
      where a.name = names.name and ${within(sql`text_value`)} limit ${rangeMax}) begun
    union all
    select id from ${prefixes}, lateral (
      select contact_id as id from messaging_contact_attributes where ${within(sql`last_word`)} limit ${rangeMax}) ended)`;
  const phone = phonePrefix(text);
  if (phone === null) return attributes;
  // Digits sort below `:`.
  return sql`${attributes}
    union all
    (select id from messaging_contacts where workspace_id = ${workspaceId} and phone_e164 >= ${phone} and phone_e164 < ${`${phone}:`}
     limit ${rangeMax})`;
}

/** Sorts after every other character in the order of code points. */
const lastCharacter = '\u{10ffff}';

/** The ways in which a text may stand in an attribute. */
function spellings(text: string): readonly string[] {
  const small = text.toLowerCase();
  const capitalised = small.replaceAll(/(?<![\p{L}\p{N}])\p{L}/gu, (letter) => letter.toUpperCase());
  return [...new Set([text, small, capitalised, text.toUpperCase()])];
}

/** How a number begins that a text writes out, with blanks and brackets or without; null for what is none. */
function phonePrefix(text: string): string | null {
  if (!/^[+(]?\d[\d\s()./-]*$/.test(text)) return null;
  const digits = text.replaceAll(/\D/g, '').replace(/^00/, '');
  return digits === '' ? null : `+${digits}`;
}
