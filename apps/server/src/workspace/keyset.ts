import { ApiError } from '@marquee/api/errors';
import { z } from 'zod';
import { decodeCursor } from '../kernel/cursor.ts';

const Keys = z.tuple([z.iso.datetime(), z.uuid()]);

/**
 * The creation instant and id that a page begins after; null for the first page.
 *
 * @throws {ApiError} `validation_failed` when the cursor is not one of this list
 */
export function afterKeys(filters: object, cursor: string | undefined): readonly [string, string] | null {
  const keys = decodeCursor(filters, cursor);
  if (keys === undefined) return null;
  const parsed = Keys.safeParse(keys);
  if (parsed.success) return parsed.data;
  // Cursors are not signed: a made-up one must be refused here, not by a failing cast in SQL.
  throw new ApiError('validation_failed', 'The cursor does not belong to this list', {
    errors: [{ pointer: '/cursor', code: 'invalid_cursor', detail: 'Start again without a cursor' }],
  });
}
