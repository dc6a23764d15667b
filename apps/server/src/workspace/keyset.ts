import { z } from 'zod';
import { decodeCursor } from '../kernel/paging/cursor.ts';

const keys = z.tuple([z.iso.datetime(), z.uuid()]);

/**
 * The creation instant and id that a page begins after; null for the first page.
 *
 * @throws {ApiError} `validation_failed` when the cursor is not one of this list
 */
export function afterKeys(filters: object, cursor: string | undefined): readonly [string, string] | null {
  return decodeCursor({ filters, cursor }, keys) ?? null;
}
