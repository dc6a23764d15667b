import type { Credentials } from '../http/credentials.ts';
import { backoffMs, retryAfterMs } from '../http/retry.ts';
import { systemClock } from '../lib/clock.ts';
import { serverSentEvents } from './server-sent-events.ts';

/** What a `FetchEventSource` needs besides its URL. */
export interface FetchEventSourceInit {
  readonly fetch: typeof fetch;
  /** Asked anew for every connection; renewed when the server takes them no longer, once until a connection has given something. */
  readonly credentials: Credentials;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the first wait before connecting again may take; each further one may take twice as long, at most 30 s. */
  readonly firstWaitMs?: number;
}

type Listener = (event: EventLike) => void;

/** What listeners are given: a message, or why a connection ended. */
interface EventLike {
  readonly type: string;
  readonly data?: string;
  readonly lastEventId?: string;
  readonly message?: string;
  /** The error of a tRPC answer, which its client turns into a `TRPCClientError`. */
  readonly error?: unknown;
}

const mostMs = 30_000;

/** What tRPC calls the message that its stream failed. */
const failure = 'serialized-error';

/**
 * An `EventSource` over fetch: credentials travel in a header, never in the URL. It connects again with a jittered, growing
 * wait and the last id it was given, and gives up when the server refuses rather than fails.
 */
export class FetchEventSource {
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSED = 2;
  readyState = 0;
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly stop = new AbortController();
  private readonly url: string;
  private readonly init: FetchEventSourceInit;
  private lastEventId = '';
  private failures = 0;
  private retryMs: number | undefined;
  private isRenewed = false;

  constructor(url: string, init: FetchEventSourceInit) {
    this.url = url;
    this.init = init;
    void this.run();
  }

  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, (this.listeners.get(type) ?? new Set()).add(listener));
  }

  removeEventListener(type: string, listener: Listener): void {
    this.listeners.get(type)?.delete(listener);
  }

  close(): void {
    this.readyState = this.CLOSED;
    this.stop.abort();
  }

  private async run(): Promise<void> {
    while (this.readyState !== this.CLOSED) {
      const end = await this.connect().catch((error: unknown): Ending => ({ message: textOf(error) }));
      if (this.readyState === this.CLOSED) return;
      this.readyState = end.isFinal === true ? this.CLOSED : this.CONNECTING;
      this.dispatch({ type: 'error', ...end });
      if (this.readyState === this.CLOSED) return;
      await systemClock.pause(end.waitMs ?? this.nextWaitMs(), this.stop.signal).catch(() => undefined);
    }
  }

  /** One connection, to its end. */
  private async connect(): Promise<Ending> {
    const { credentials, headers } = this.init;
    const credential = await credentials.current();
    const response = await this.init.fetch(this.url, {
      headers: {
        ...headers,
        accept: 'text/event-stream',
        ...(this.lastEventId === '' ? {} : { 'last-event-id': this.lastEventId }),
        ...(credential === undefined ? {} : { authorization: `Bearer ${credential}` }),
      },
      cache: 'no-store',
      signal: this.stop.signal,
    });
    const { body } = response;
    if (response.status === 401 && (await this.renews(credential))) return renewed;
    if (!response.ok || body === null || !isEventStream(response)) return await refusalOf(response);
    this.readyState = this.OPEN;
    this.dispatch({ type: 'open' });
    for await (const { event, data, id } of serverSentEvents(body, { onRetry: (ms) => (this.retryMs = ms) })) {
      if (event === failure && isUnauthenticated(data) && (await this.renews(credential))) return renewed;
      this.failures = 0;
      this.isRenewed &&= event !== 'message';
      this.lastEventId = id;
      this.dispatch({ type: event, data, lastEventId: id });
      if (this.stop.signal.aborted) break;
    }
    return { message: 'the stream ended' };
  }

  private async renews(refused: string | undefined): Promise<boolean> {
    if (this.isRenewed) return false;
    this.isRenewed = true;
    return await this.init.credentials.renew(refused);
  }

  private dispatch(event: EventLike): void {
    for (const listener of this.listeners.get(event.type) ?? []) listener(event);
  }

  private nextWaitMs(): number {
    const firstMs = this.retryMs ?? this.init.firstWaitMs ?? 1000;
    this.failures += 1;
    return backoffMs(this.failures - 1, { firstMs, mostMs }, systemClock.chance());
  }
}

/** Why a connection ended. */
interface Ending {
  readonly message: string;
  readonly error?: unknown;
  readonly isFinal?: boolean;
  readonly waitMs?: number;
}

const renewed: Ending = { message: 'the credential is renewed', waitMs: 0 };

function isUnauthenticated(data: string): boolean {
  const error = JSON.parse(data) as { readonly data?: { readonly httpStatus?: number } }; // tRPC's own shape
  return error.data?.httpStatus === 401;
}

const worthRepeating = new Set([408, 425, 429]);

async function refusalOf(response: Response): Promise<Ending> {
  const body = (await response.json().catch(() => null)) as { readonly error?: unknown } | null; // a proxy may answer anything
  const waitMs = retryAfterMs(response.headers, systemClock.now());
  return {
    message: `the server answered ${response.status}`,
    isFinal: response.status < 500 && !worthRepeating.has(response.status),
    ...(body?.error === undefined ? {} : { error: body.error }),
    ...(waitMs === undefined ? {} : { waitMs }),
  };
}

function isEventStream(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
