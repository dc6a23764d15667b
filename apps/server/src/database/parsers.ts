import pg from 'pg';

/** Turns Postgres' text for one value into ours; the same for PGlite and Postgres, so that no store can tell them apart. */
type Parser = (text: string) => unknown;

const INT8 = 20;
const TIMESTAMPTZ = 1184;
const TIMESTAMP = 1114;
const DATE = 1082;
const NUMERIC = 1700;
const INTERVAL = 1186;

/** The parser of a type. */
export function typeParser(oid: number, format?: 'text' | 'binary'): Parser {
  return (format !== 'binary' && parsers[oid]) || (pg.types.getTypeParser(oid, format) as Parser); // of text, as asked
}

/** Parsers by type oid, where the driver's own lose information. */
const parsers: Readonly<Record<number, Parser>> = {
  [INT8]: safeInteger,
  [TIMESTAMPTZ]: isoInstant,
  [TIMESTAMP]: (text) => text,
  [DATE]: (text) => text,
  [NUMERIC]: (text) => text,
  [INTERVAL]: (text) => text,
};

/** int8 as a number while that is exact, else as text. */
function safeInteger(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

/** `2026-03-15 07:00:00.123456+00` as `2026-03-15T07:00:00.123Z`; sessions run in UTC. */
export function isoInstant(text: string): string {
  if (text.length < 19 || text.includes('infinity')) return text;
  const fraction = text[19] === '.' ? /^\d+/.exec(text.slice(20)) : null;
  const millis = (fraction?.[0] ?? '').slice(0, 3).padEnd(3, '0');
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${millis}Z`;
}
