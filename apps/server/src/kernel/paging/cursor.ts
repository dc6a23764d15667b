import { createHash } from 'node:crypto';
import { ApiError } from '@marquee/api/errors';
import { z } from 'zod';

/** The key of lists sorted by id. */
export const idKey = z.tuple([z.uuid()]);

/** A list's cursor: the last row's sort keys, bound to the filters they were read under. */
export function encodeCursor(filters: object, keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([hashOf(filters), ...keys])).toString('base64url');
}

/** A cursor as it came, and what it was read under. */
export interface GivenCursor {
  readonly filters: object;
  readonly cursor: string | undefined;
}

/**
 * The sort keys to go on after; undefined for the first page.
 *
 * @param schema what the keys of this list are: cursors are not signed, and a made-up one must not reach SQL
 * @throws {ApiError} `validation_failed` when the cursor is not one of this list with these filters
 */
export function decodeCursor<Keys>({ filters, cursor }: GivenCursor, schema: z.ZodType<Keys>): Keys | undefined {
  if (cursor === undefined) return undefined;
  const [hash, ...given] = parsed(cursor);
  const keys = hash === hashOf(filters) ? schema.safeParse(given) : undefined;
  if (keys?.success === true) return keys.data;
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

function hashOf(filters: object): string {
  const entries = Object.entries(filters).filter(
    ([name, value]) => value !== undefined && !['cursor', 'limit', 'include_total'].includes(name),
  );
  return createHash('sha256')
    .update(JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))))
    .digest('base64url')
    .slice(0, 12);
}
