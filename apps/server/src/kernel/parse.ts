import { ApiError, type FieldProblem } from '@marquee/api/errors';
import type { z } from 'zod';

/**
 * Input as its schema describes it.
 *
 * @throws {ApiError} `validation_failed` naming every field that is wrong
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const nul = pathToNul(input);
  if (nul !== null) throw nulRefusal(pointerOf(nul.toReversed()));
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, 50).flatMap(problemsOf);
  const first = errors[0];
  const detail = first === undefined ? 'The input is invalid.' : `${named(first.pointer)}: ${first.detail}`;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  throw new ApiError('validation_failed', detail + more, { errors });
}

function problemsOf(issue: z.core.$ZodIssue): FieldProblem[] {
  const pointer = pointerOf(issue.path);
  if (issue.code !== 'unrecognized_keys') return [{ pointer, code: issue.code, detail: issue.message }];
  return issue.keys.map((key) => ({
    pointer: `${pointer}${pointerOf([key])}`,
    code: issue.code,
    detail: 'This field is not known; remove it or check its spelling.',
  }));
}

/** An RFC 6901 JSON pointer. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function named(pointer: string): string {
  return pointer === '' ? 'input' : pointer.slice(1).replaceAll('/', '.');
}

/** The path to a string that holds U+0000, which no Postgres text can, from its end to its start; null when none does. */
function pathToNul(value: unknown): string[] | null {
  if (typeof value === 'string') return value.includes('\u0000') ? [] : null;
  if (value === null || typeof value !== 'object') return null;
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) {
      const found = typeof each === 'number' ? null : pathToNul(each);
      if (found !== null) return [...found, String(index)];
    }
    return null;
  }
  for (const key of Object.keys(value)) {
    if (key.includes('\u0000')) return [];
    // An object's own property, whatever it is.
    const found = pathToNul((value as Readonly<Record<string, unknown>>)[key]);
    if (found !== null) return [...found, key];
  }
  return null;
}

function nulRefusal(pointer: string): ApiError {
  const detail = 'Text cannot hold the character U+0000; remove it.';
  return new ApiError('validation_failed', `${named(pointer)}: ${detail}`, {
    errors: [{ pointer, code: 'invalid_character', detail }],
  });
}
