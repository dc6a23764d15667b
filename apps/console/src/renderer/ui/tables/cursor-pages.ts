/** One page of a list as far as it is known: `size` and `next` once it has been read. */
export interface KnownPage {
  readonly cursor: string | undefined;
  readonly size?: number;
  /** The cursor of the page after; null at the end. */
  readonly next?: string | null;
}

/** Where each page's rows are. */
export interface Layout {
  /** The first row of each page. */
  readonly starts: readonly number[];
  readonly rowCount: number;
}

/** Where the pages' rows are; a page that has not been read is taken for a full one. */
export function layoutOf(pages: readonly KnownPage[], pageRows: number): Layout {
  const starts: number[] = [];
  let rowCount = 0;
  for (const { size = pageRows } of pages) {
    starts.push(rowCount);
    rowCount += size;
  }
  return { starts, rowCount };
}

/** The pages that hold any of the rows, at least one. */
export function pagesIn(
  layout: Layout,
  { first, last }: { readonly first: number; readonly last: number },
): readonly number[] {
  const [from] = rowAt(layout, first);
  const [to] = rowAt(layout, Math.max(first, last));
  return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}

/** The page of a row and its place in that page. */
export function rowAt({ starts }: Layout, index: number): readonly [page: number, offset: number] {
  let page = starts.length - 1;
  while (page > 0 && (starts[page] ?? 0) > index) page -= 1;
  return [page, index - (starts[page] ?? 0)];
}

/** The pages with what reading one of them told; the same array when it told nothing new. */
export function withPage(
  pages: readonly KnownPage[],
  page: number,
  read: { readonly size: number; readonly next: string | null },
): readonly KnownPage[] {
  const before = pages[page];
  if (before === undefined || (before.size === read.size && before.next === read.next)) return pages;
  const changed = pages.map((each, index) => (index === page ? { ...each, ...read } : each));
  const kept = changed.slice(0, page + 1);
  if (read.next === null) return kept;
  // Another cursor than before: what followed is another list.
  const follows = changed[page + 1];
  return follows?.cursor === read.next ? changed : [...kept, { cursor: read.next }];
}
