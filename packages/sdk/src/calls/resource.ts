import type { Clock } from '../lib/clock.ts';

/** `METHOD /path/{parameter}`, below the server's `/api/v1`. */
export type Route = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

/** What one call sends. */
export interface CallParts {
  /** Values of the route's parameters, in their order. */
  readonly path?: readonly (string | number)[];
  /** Query fields; undefined ones are left out, lists are comma-separated. */
  readonly query?: object | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** The server keeps the answer of this call under its Idempotency-Key, so that a repeat is answered and not done again. */
  readonly key?: boolean;
  /** Doing it twice is doing two things: it may be sent again only when the server has surely not begun it. */
  readonly once?: boolean;
  /** Media type to ask for, where the server has several. */
  readonly accept?: string;
}

/** What every call can be told besides its parameters. */
export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Of one attempt, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** Attempts after the first. */
  readonly retries?: number | undefined;
  /** Of the call with its repeats and the waits between, in milliseconds. */
  readonly deadlineMs?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Names this call over its repeats; made for each unsafe call when omitted. */
  readonly idempotencyKey?: string | undefined;
}

/** A file to send: its content, a path on this machine, or a stream, which can be sent once only. */
export type UploadSource = Blob | string | ReadableStream<Uint8Array>;

/** What an upload can be told besides. */
export interface UploadOptions extends RequestOptions {
  /** Name of the file; its own, or the path's, when omitted. */
  readonly fileName?: string | undefined;
  /** Hears how many bytes were sent, and of how many where that is known. Browsers tell the beginning and the end only. */
  readonly onProgress?: ((progress: { readonly sent: number; readonly total: number | null }) => void) | undefined;
}

/** A file on its way here. Its body fails with a `ConnectionError` when the connection breaks before the end. */
export interface Download {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly contentType: string;
  readonly fileName: string | null;
  /** In bytes; null when the server does not know it ahead. */
  readonly size: number | null;
  /** All of it as text. */
  text(): Promise<string>;
}

/** A promise of an answer that can tell about its response, too. */
export interface ApiPromise<T> extends Promise<T> {
  /** The answer with the response it came in. */
  withResponse(): Promise<{ readonly data: T; readonly response: Response }>;
  /** The response alone, its body unread. */
  asResponse(): Promise<Response>;
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly page: { readonly next_cursor: string | null; readonly limit: number; readonly total?: number };
  readonly hasNextPage: boolean;
  /** Fetches the next page; fails at the end. */
  nextPage(): Promise<this>;
}

/** A promise of the first page that can be walked over: item by item, or by `pages()`. `More` is what a page has besides. */
export interface PagePromise<Item, More = unknown> extends ApiPromise<Page<Item> & More>, AsyncIterable<Item> {
  pages(): AsyncIterable<Page<Item> & More>;
}

/** What carries calls to the server. */
export interface Transport {
  readonly clock: Clock;
  call<T>(route: Route, parts: CallParts, options?: RequestOptions): ApiPromise<T>;
  page<Item, More = unknown>(route: Route, parts: CallParts, options?: RequestOptions): PagePromise<Item, More>;
  upload<T>(route: Route, parts: CallParts & { readonly file: UploadSource }, options?: UploadOptions): ApiPromise<T>;
  download(route: Route, parts: CallParts, options?: RequestOptions): ApiPromise<Download>;
}

/** The base of every resource. It has no methods: `upload` and `download` are names of operations, too. */
export abstract class Resource {
  protected readonly client: Transport;

  constructor(client: Transport) {
    this.client = client;
  }
}
