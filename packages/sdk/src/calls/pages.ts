import { MarqueeError } from '../http/errors.ts';
import { ResponsePromise } from './api-promise.ts';
import type { Answered } from './api-promise.ts';
import type { Page, PagePromise } from './resource.ts';

/** A page as the server answers it. */
export type PageAnswer<Item> = Pick<Page<Item>, 'items' | 'page'>;

/** Fetches the page that begins at a cursor; undefined means the first. */
export type FetchPage<Item> = (cursor?: string) => Promise<Answered<PageAnswer<Item>>>;

/** The promise of a first page, which can be walked over. */
export class WalkingPromise<Item, More> extends ResponsePromise<Page<Item> & More> implements PagePromise<Item, More> {
  constructor(fetchPage: FetchPage<Item>) {
    super(fetchPage().then((answered) => ({ ...answered, data: pageOf<Item, More>(answered.data, fetchPage) })));
  }

  /** Page by page, each fetched when the one before has been taken. */
  async *pages(): AsyncGenerator<Page<Item> & More> {
    for (let page = await this; ; page = await page.nextPage()) {
      yield page;
      if (!page.hasNextPage) return;
    }
  }

  /** Item by item, over all pages. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    for await (const { items } of this.pages()) yield* items;
  }
}

class FetchedPage<Item> {
  declare readonly items: readonly Item[];
  declare readonly page: Page<Item>['page'];
  readonly #fetchPage: FetchPage<Item>;

  constructor(answer: PageAnswer<Item>, fetchPage: FetchPage<Item>) {
    Object.assign(this, answer);
    this.#fetchPage = fetchPage;
  }

  get hasNextPage(): boolean {
    return this.page.next_cursor !== null;
  }

  async nextPage(): Promise<this> {
    const cursor = this.page.next_cursor;
    if (cursor === null) throw new MarqueeError('This is the last page; ask hasNextPage first.');
    return new FetchedPage(await this.#fetchPage(cursor).then(({ data }) => data), this.#fetchPage) as this; // nothing extends it
  }
}

// What a page has besides its items is in the answer, and copied with it.
function pageOf<Item, More>(answer: PageAnswer<Item>, fetchPage: FetchPage<Item>): Page<Item> & More {
  return new FetchedPage(answer, fetchPage) as Page<Item> as Page<Item> & More;
}
