import { ApiError } from '@marquee/api/errors';
import type { Paging } from './dialect.ts';

/** What a page of ours looks like once encoded. */
export interface CursorPage {
  readonly items: readonly unknown[];
  readonly page: { readonly next_cursor: string | null; readonly total?: number };
}

/** Which rows of a list a document's request asks for. */
export interface Window {
  readonly offset: number;
  readonly count: number;
  readonly page: number;
  readonly perPage: number;
}

/** The rows of a window and what matched altogether. */
export interface Windowed {
  readonly items: readonly unknown[];
  readonly total: number;
  /** The first page of ours, which carries whatever stands beside its items. */
  readonly first: CursorPage;
}

/** Offsets walk over every row before them; beyond this many rows a caller is sent to the cursor. */
export const offsetRowsMax = 10_000;

const limitMax = 500;

/**
 * Takes a document's paging fields out of `input` and says what they ask for.
 *
 * @throws {ApiError} `validation_failed` when they are not whole numbers in range or reach beyond `offsetRowsMax`
 */
export function takeWindow(paging: Paging, input: Record<string, unknown>): Window {
  switch (paging.kind) {
    case 'all':
      return { offset: 0, count: offsetRowsMax, page: 1, perPage: offsetRowsMax };
    case 'limit': {
      const count = take(input, paging.limit, { standard: paging.limitDefault, max: paging.limitMax });
      return { offset: 0, count, page: 1, perPage: count };
    }
    case 'page': {
      const page = take(input, paging.page, { standard: 1, max: offsetRowsMax });
      const perPage = take(input, paging.perPage, { standard: paging.perPageDefault, max: paging.perPageMax });
      const offset = (page - 1) * perPage;
      if (offset + perPage > offsetRowsMax) throw beyond(paging.page);
      return { offset, count: perPage, page, perPage };
    }
  }
}

/** Reads a window through cursor pages, as few and as large as they may be. */
export async function readWindow(
  { offset, count }: Window,
  read: (input: Readonly<Record<string, unknown>>) => Promise<CursorPage>,
): Promise<Windowed> {
  const end = offset + count;
  const first = await read({ limit: Math.min(limitMax, end), include_total: true });
  const rows: unknown[] = [...first.items];
  let cursor = first.page.next_cursor;
  while (cursor !== null && rows.length < end) {
    const next = await read({ limit: Math.min(limitMax, end - rows.length), cursor });
    rows.push(...next.items);
    cursor = next.page.next_cursor;
  }
  return { items: rows.slice(offset, end), total: first.page.total ?? rows.length, first };
}

function take(
  input: Record<string, unknown>,
  name: string,
  { standard, max }: { standard: number; max: number },
): number {
  const given = input[name];
  delete input[name];
  if (given === undefined) return standard;
  const value = typeof given === 'string' && /^\d{1,6}$/.test(given) ? Number(given) : given;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw invalid(name, `must be a whole number from 1 to ${max}`);
}

function beyond(name: string): ApiError {
  return invalid(
    name,
    `reaches beyond the first ${offsetRowsMax} rows; filter more, or use the native list, which pages by cursor`,
  );
}

function invalid(name: string, detail: string): ApiError {
  return new ApiError('validation_failed', `${name}: ${detail}`, {
    errors: [{ pointer: `/${name}`, code: 'out_of_range', detail }],
  });
}
