/** A contact's attribute as it is compared: always as text, and as whatever else that text can be read. */
export interface ReadAttribute {
  readonly text: string;
  readonly number: number | null;
  readonly boolean: boolean | null;
  /** ISO 8601 in UTC with milliseconds. */
  readonly instant: string | null;
}

/**
 * Reads one value in every way that a segment may compare it. Text that is a plain decimal number (no leading zeros, so
 * postcodes stay text), `true` or `false`, a day (midnight UTC) or an instant counts as that as well: files carry only text.
 */
export function readAttribute(value: string | number | boolean): ReadAttribute {
  if (typeof value === 'number') return { text: String(value), number: value, boolean: null, instant: null };
  if (typeof value === 'boolean') return { text: String(value), number: null, boolean: value, instant: null };
  return { text: value, number: numberIn(value), boolean: booleanIn(value), instant: instantIn(value) };
}

/** The instant that text names: a day such as 2024-01-31 (midnight UTC) or an instant with Z or an offset; else null. */
export function instantIn(text: string): string | null {
  if (text.length < 10 || text.length > 40 || text.charCodeAt(4) !== DASH) return null;
  const day = dayOrInstant.exec(text)?.[1];
  if (day === undefined) return null;
  const ms = Date.parse(text);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Date.parse takes 31 February as 3 March; a day that does not print as itself does not exist.
  if (Number.isNaN(ms) || Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day)) return null;
  return new Date(ms).toISOString();
}

const DASH = 45;
const dayOrInstant = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/;
const plainNumber = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

function numberIn(text: string): number | null {
  return text.length <= 32 && plainNumber.test(text) ? Number(text) : null;
}

function booleanIn(text: string): boolean | null {
  return text === 'true' ? true : text === 'false' ? false : null;
}
