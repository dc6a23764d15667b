import { serverSentEvents } from './server-sent-events.ts';

/** What a `FetchEventSource` needs besides its URL. */
export interface FetchEventSourceInit {
  readonly fetch: typeof fetch;
  /** Asked anew for every connection, so that a fresh token is used. */
  readonly headers: () => Promise<Record<string, string>>;
  /** How long the first wait before connecting again may take; each further one may take twice as long, at most 30 s. */
  readonly backoffMs?: number;
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

const backoffMaxMs = 30_000;

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
      if (this.readyState !== this.CLOSED) await pause(end.waitMs ?? this.nextWaitMs(), this.stop.signal);
    }
  }

  /** One connection, to its end. */
  private async connect(): Promise<Ending> {
    const response = await this.init.fetch(this.url, {
      headers: {
        accept: 'text/event-stream',
        ...(this.lastEventId === '' ? {} : { 'last-event-id': this.lastEventId }),
        ...(await this.init.headers()),
      },
      cache: 'no-store',
      signal: this.stop.signal,
    });
    const { body } = response;
    if (!response.ok || body === null || !isEventStream(response)) return await refusalOf(response);
    this.readyState = this.OPEN;
    this.dispatch({ type: 'open' });
    for await (const { event, data, id } of serverSentEvents(body, { onRetry: (ms) => (this.retryMs = ms) })) {
      this.failures = 0;
      this.lastEventId = id;
      this.dispatch({ type: event, data, lastEventId: id });
      if (this.stop.signal.aborted) break;
    }
    return { message: 'the stream ended' };
  }

  private dispatch(event: EventLike): void {
    for (const listener of this.listeners.get(event.type) ?? []) listener(event);
  }

  private nextWaitMs(): number {
    const base = this.retryMs ?? this.init.backoffMs ?? 1000;
    const most = Math.min(backoffMaxMs, base * 2 ** this.failures);
    this.failures += 1;
    return (most / 2) * (1 + chance());
  }
}

/** Why a connection ended. */
interface Ending {
  readonly message: string;
  readonly error?: unknown;
  readonly isFinal?: boolean;
  readonly waitMs?: number;
}

const worthRepeating = new Set([408, 425, 429]);

async function refusalOf(response: Response): Promise<Ending> {
  const body = (await response.json().catch(() => null)) as { readonly error?: unknown } | null; // a proxy may answer anything
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return {
    message: `the server answered ${response.status}`,
    isFinal: response.status < 500 && !worthRepeating.has(response.status),
    ...(body?.error === undefined ? {} : { error: body.error }),
    ...(Number.isFinite(seconds) ? { waitMs: seconds * 1000 } : {}),
  };
}

function isEventStream(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function chance(): number {
  const [bits = 0] = crypto.getRandomValues(new Uint32Array(1));
  return bits / 2 ** 32;
}

/** Resolves after a while, or at once when the signal fires. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
