import { createHash } from 'node:crypto';
import { ApiError } from '@marquee/api/errors';

/** A list's cursor: the last row's sort keys, bound to the filters they were read under. */
export function encodeCursor(filters: object, keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([hashOf(filters), ...keys])).toString('base64url');
}

/**
 * The sort keys to go on after; undefined for the first page.
 *
 * @throws {ApiError} `validation_failed` when the cursor is not one of this list with these filters
 */
export function decodeCursor(filters: object, cursor: string | undefined): readonly (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  const [hash, ...keys] = parsed(cursor);
  if (hash === hashOf(filters) && keys.length > 0 && keys.every(isKey)) return keys;
  throw new ApiError('validation_failed', 'The cursor does not belong to this list with these filters.', {
    errors: [{ pointer: '/cursor', code: 'invalid_cursor', detail: 'Start again without a cursor.' }],
  });
}

function parsed(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function isKey(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function hashOf(filters: object): string {
  const entries = Object.entries(filters).filter(
    ([name, value]) => value !== undefined && !['cursor', 'limit', 'include_total'].includes(name),
  );
  return createHash('sha256')
    .update(JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))))
    .digest('base64url')
    .slice(0, 12);
}
