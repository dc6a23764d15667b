import { useQueries } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { InputOf, ItemOf, ListName, OutputOf } from '../../api/operations.ts';
import { useApi } from '../../api/session-context.tsx';
import { readOf } from '../../api/use-operation.ts';
import { layoutOf, pagesIn, rowAt, withPage, type KnownPage } from './cursor-pages.ts';

/** Which rows are on screen. */
interface VisibleRows {
  readonly first: number;
  readonly last: number;
}

interface CursorPagesOptions<Item> {
  readonly visible: VisibleRows;
  /** Where the list begins; without it at the first row. */
  readonly start: string | undefined;
  /** Whether an item still changes without an event that tells: while one is in view, its page is read again. */
  readonly isChanging?: ((item: Item) => boolean) | undefined;
}

/** A list that the server pages by cursor, read as it comes into view. */
export interface CursorPages<Item> {
  /** Rows known so far, and one more page where there is one: the list grows as it is scrolled. */
  readonly rowCount: number;
  /** Everything that matches, once the server has counted. */
  readonly total: number | undefined;
  readonly row: (index: number) => Item | undefined;
  readonly isLoading: boolean;
  readonly isEmpty: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  /** The cursor of the page that a row is in, for the address. */
  readonly cursorAt: (index: number) => string | undefined;
}

const pageRows = 100;
// Pages out of view are forgotten: a hundred thousand rows scrolled past are not a hundred thousand rows kept.
const forgetMs = 30_000;
const changingMs = 2000;

/** Reads the pages that `visible` needs. Give the component that calls this a `key` of the filters: other filters are another list. */
export function useCursorPages<Name extends ListName>(
  name: Name,
  input: InputOf<Name>,
  { visible, start, isChanging }: CursorPagesOptions<ItemOf<Name>>,
): CursorPages<ItemOf<Name>> {
  const api = useApi();
  const [known, setKnown] = useState<readonly KnownPage[]>([{ cursor: start }]);
  const layout = useMemo(() => layoutOf(known, pageRows), [known]);
  const wanted = pagesIn(layout, visible);
  const results = useQueries({
    queries: wanted.map((page) => {
      // Every list operation takes these three besides its filters.
      const paging = { cursor: known[page]?.cursor, limit: pageRows, include_total: page === 0 };
      return {
        ...readOf(api, name, { ...(input as object), ...paging } as InputOf<Name>),
        gcTime: forgetMs,
        refetchInterval: ({ state }: { readonly state: { readonly data: unknown } }) => {
          const data = state.data as Page<ItemOf<Name>> | undefined;
          return isChanging !== undefined && data?.items.some(isChanging) === true ? changingMs : false;
        },
      };
    }),
  });
  const answers = results.map(({ data }) => data as (OutputOf<Name> & Page<ItemOf<Name>>) | undefined);
  const total = useTotal(answers[wanted.indexOf(0)]?.page.total);

  useEffect(() => {
    setKnown((before) =>
      wanted.reduce((pages, page, index) => {
        const answer = answers[index];
        return answer === undefined
          ? pages
          : withPage(pages, page, { size: answer.items.length, next: answer.page.next_cursor });
      }, before),
    );
  });

  const failed = results.find(({ error }) => error !== null);
  return {
    rowCount: layout.rowCount,
    total,
    row(index) {
      const [page, offset] = rowAt(layout, index);
      return answers[wanted.indexOf(page)]?.items[offset];
    },
    isLoading: results.some(({ isPending }) => isPending),
    isEmpty: layout.rowCount === 0,
    error: failed?.error ?? null,
    retry: () => void Promise.all(results.map(({ refetch }) => refetch())),
    cursorAt: (index) => known[rowAt(layout, index)[0]]?.cursor,
  };
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly page: { readonly next_cursor: string | null; readonly total?: number | undefined };
}

// The first page may be out of view and forgotten; its count still holds.
function useTotal(latest: number | undefined): number | undefined {
  const [total, setTotal] = useState(latest);
  useEffect(() => {
    if (latest !== undefined) setTotal(latest);
  }, [latest]);
  return total;
}
