import type { RawRequest, Refuse } from '@marquee/api/operation';
import { bytesOf } from './raw-body.ts';

/** A callback's parameters; the first value of each. */
export type Fields = Readonly<Record<string, string | undefined>>;

/** A callback's body, read whole. */
export interface Callback {
  readonly text: string;
  readonly fields: Fields;
  /** As signed: every value of every parameter. Null for JSON, which is signed by its digest. */
  readonly form: Readonly<Record<string, string | readonly string[]>> | null;
}

const bytesMax = 256 * 1024;

/** Reads a form or a JSON object. */
export async function readCallback(
  { body, headers }: RawRequest<unknown>,
  ctx: Refuse<'malformed' | 'payload_too_large'>,
): Promise<Callback> {
  const text = (await bytesOf(body, { max: bytesMax, ctx })).toString('utf8');
  return /^application\/json\b/i.test(headers['content-type'] ?? '') ? jsonCallback(text, ctx) : formCallback(text);
}

function formCallback(text: string): Callback {
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) values.set(name, [...(values.get(name) ?? []), value]);
  const entries = [...values];
  return {
    text,
    fields: Object.fromEntries(entries.map(([name, all]) => [name, all[0]])),
    form: Object.fromEntries(entries.map(([name, all]) => [name, all.length === 1 ? (all[0] ?? '') : all])),
  };
}

function jsonCallback(text: string, ctx: Refuse<'malformed'>): Callback {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return ctx.fail('malformed', 'The body is not a JSON object.');
  const fields = Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => (each === null ? [] : [[name, String(each)]])),
  );
  return { text, fields, form: null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
