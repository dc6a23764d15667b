import type { Route } from '../calls/resource.ts';
import type { Clock } from '../lib/clock.ts';
import type { Backoff } from './retry.ts';

/** Gives an access token. It is asked once, and again with `isExpired` when the server no longer takes what it gave. */
export type TokenProvider = (why: { readonly isExpired: boolean }) => string | Promise<string>;

/** One attempt, as hooks see it. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  /** May be added to. Holds the credential: do not print it. */
  readonly headers: Headers;
  /** The route with its parameters' names in place of their values. */
  readonly route: Route;
  /** 0, then the number of the repeat. */
  readonly attempt: number;
}

/** What came of one attempt that was answered. */
export interface IncomingResponse {
  readonly request: OutgoingRequest;
  /** Its body must be left alone, or cloned. */
  readonly response: Response;
  readonly durationMs: number;
}

/** Where log lines go: `console`, pino and their like fit. Lines hold no bodies, no headers, no values of paths and queries. */
export interface ClientLogger {
  debug(message: string, fields: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields: Readonly<Record<string, unknown>>): void;
}

/** Where the server is, who is calling, and how. */
export interface ClientOptions {
  /** Origin of the server; `http://localhost:4000` when omitted. */
  readonly baseUrl?: string | undefined;
  /** An API key, `mq_live_…`. */
  readonly apiKey?: string | undefined;
  /** Instead of a key: access tokens, renewed when they are over. */
  readonly token?: TokenProvider | undefined;
  /** Of one attempt, in milliseconds; 60,000 when omitted. For files: how long nothing may move. */
  readonly timeoutMs?: number | undefined;
  /** Attempts after the first; 2 when omitted. */
  readonly retries?: number | undefined;
  /** Of a call with its repeats and waits, in milliseconds; 180,000 when omitted, and none for files. */
  readonly deadlineMs?: number | undefined;
  readonly backoff?: Backoff | undefined;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** Runs before every attempt. What it throws fails the call. */
  readonly onRequest?: ((request: OutgoingRequest) => void | Promise<void>) | undefined;
  /** Runs after every attempt that was answered, refusals too. */
  readonly onResponse?: ((incoming: IncomingResponse) => void | Promise<void>) | undefined;
  readonly logger?: ClientLogger | undefined;
  /** For tests: other time and chance than this machine's. */
  readonly clock?: Clock | undefined;
}
