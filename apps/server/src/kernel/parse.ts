import { ApiError, type FieldProblem } from '@marquee/api/errors';
import type { z } from 'zod';

/**
 * Input as its schema describes it.
 *
 * @throws {ApiError} `validation_failed` naming every field that is wrong
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const nul = pointerToNul(input, '');
  if (nul !== null) throw nulRefusal(nul);
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

/** Where a string holds U+0000, which no Postgres text can; null when none does. */
function pointerToNul(value: unknown, pointer: string): string | null {
  if (typeof value === 'string') return value.includes('\u0000') ? pointer : null;
  if (value === null || typeof value !== 'object') return null;
  for (const [key, each] of Object.entries(value)) {
    const found = key.includes('\u0000') ? pointer : pointerToNul(each, pointer + pointerOf([key]));
    if (found !== null) return found;
  }
  return null;
}

function nulRefusal(pointer: string): ApiError {
  const detail = 'Text cannot hold the character U+0000; remove it.';
  return new ApiError('validation_failed', `${named(pointer)}: ${detail}`, {
    errors: [{ pointer, code: 'invalid_character', detail }],
  });
}
