import type { z } from 'zod';
import { decodeCursor, encodeCursor, idKey } from './cursor.ts';

/** What a list operation was asked: its filters beside the page wanted. */
export interface ListInput {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly include_total: boolean;
}

/** How a store reads one page sorted by id: rows after `after`, and one more than fits, to know whether there is a next page. */
export interface PageQuery<Filters> {
  readonly filters: Filters;
  readonly after: string | undefined;
  readonly limit: number;
}

/** What a list needs of its store. */
export interface PageSource<Row, Filters> {
  readonly rows: (page: PageQuery<Filters>) => Promise<readonly Row[]>;
  readonly count: (filters: Filters) => Promise<number>;
  /** The sort key. */
  readonly key: (row: Row) => string;
  /** What sort keys are; ids when omitted. */
  readonly keys?: z.ZodType<[string]>;
}

/**
 * Answers a list operation by keyset.
 *
 * @throws {ApiError} `validation_failed` when the cursor belongs to another list or other filters
 */
export async function listPage<Row, Input extends ListInput>(
  input: Input,
  source: PageSource<Row, Omit<Input, keyof ListInput>>,
): Promise<{ items: Row[]; page: { next_cursor: string | null; limit: number; total?: number } }> {
  const { limit, cursor, include_total, ...filters } = input;
  const after = decodeCursor({ filters, cursor }, source.keys ?? idKey)?.[0];
  const rows = await source.rows({ filters, after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const next_cursor = rows.length > limit && last !== undefined ? encodeCursor(filters, [source.key(last)]) : null;
  return { items, page: { next_cursor, limit, ...(include_total ? { total: await source.count(filters) } : {}) } };
}
