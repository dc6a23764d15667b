import type { RequestOptions } from '../calls/resource.ts';
import { Events as EventOperations } from '../generated/events.ts';
import type { LoggedEvent } from '../generated/events/schemas.ts';
import type { EventStreamParams } from '../generated/events/stream.ts';
import type { Problem } from '../generated/schemas.ts';
import type { StreamingTransport } from '../http/connect.ts';
import { ApiError, ConnectionError } from '../http/errors.ts';
import { failureOf } from '../http/exchange.ts';
import { errorOf } from '../http/refusals.ts';
import { backoffMs, isWorthRepeating } from '../http/retry.ts';
import { serverSentEvents } from './server-sent-events.ts';

/** How events are followed. */
export interface EventStreamOptions extends Omit<RequestOptions, 'deadlineMs' | 'idempotencyKey' | 'retries'> {
  /** How often in a row a connection may fail; for ever when omitted. */
  readonly retries?: number | undefined;
  /** The server says every 15 s that it is there: after this long without a word another connection is made. 45,000 when omitted. */
  readonly timeoutMs?: number | undefined;
}

/** `marquee.events`: log, stream. */
export class Events extends EventOperations {
  readonly #client: StreamingTransport;

  constructor(client: StreamingTransport) {
    super(client);
    this.#client = client;
  }

  /**
   * Follows events as they happen. Where a connection breaks, the next goes on from the last event, so that none is missed and
   * none comes twice. Ends when `signal` fires or the loop is left.
   *
   * @throws {ApiError} when the server refuses: the credential is wrong or over, or its rights have changed
   * @example
   * for await (const event of marquee.events.stream({ name_prefix: 'messaging.campaigns.' })) console.log(event.name);
   */
  async *stream(params: EventStreamParams = {}, options: EventStreamOptions = {}): AsyncGenerator<LoggedEvent, void> {
    const { clock, session } = this.#client;
    const { backoff = {} } = session.options;
    const { signal, retries = Infinity } = options;
    const isStopped = () => signal?.aborted === true;
    const place: Place = { id: '' };
    for (let failures = 0; !isStopped();) {
      const connection = { isOpen: false, hasMoved: false };
      try {
        yield* this.#connection({ params, options, place, connection });
      } catch (error) {
        if (isStopped()) return;
        if (connection.hasMoved) failures = 0;
        // A credential that ends while the stream is open may have a successor, which the next connection asks for.
        const isOver = connection.isOpen && error instanceof ApiError && error.status === 401;
        if (failures >= retries || !(isOver || isWorthRepeating(error, false))) throw error;
        const firstMs = place.retryMs ?? backoff.firstMs ?? 1000;
        const waitMs = backoffMs(failures, { mostMs: 30_000, ...backoff, firstMs }, clock.chance());
        failures += 1;
        await clock.pause(waitMs, signal).catch(() => undefined);
      }
    }
  }

  async *#connection({ params, options, place, connection }: Attempt): AsyncGenerator<LoggedEvent> {
    const headers = { ...options.headers, ...(place.id === '' ? {} : { 'last-event-id': place.id }) };
    const { response, limit } = await this.#client.open(
      'GET /events/stream',
      { query: params, accept: 'text/event-stream' },
      { timeoutMs: 45_000, ...options, headers, retries: 0 },
    );
    connection.isOpen = true;
    const heard = { onRetry: (ms: number) => void (place.retryMs = ms), onId: (id: string) => void (place.id = id) };
    try {
      for await (const message of serverSentEvents(watched(response, limit.touch), heard)) {
        if (message.event === 'problem') throw errorOf(JSON.parse(message.data) as Problem, response);
        connection.hasMoved = true;
        limit.rest();
        yield JSON.parse(message.data) as LoggedEvent; // the contract says what a message holds
        limit.touch();
      }
    } catch (cause) {
      throw cause instanceof ApiError ? cause : failureOf(limit, cause);
    } finally {
      limit.end();
    }
    // A stream has no end of its own: the server shuts down, or something in between has had enough.
    throw new ConnectionError('The stream ended');
  }
}

/** How far a stream has come. */
interface Place {
  id: string;
  retryMs?: number;
}

/** One connection of a stream. */
interface Attempt {
  readonly params: EventStreamParams;
  readonly options: EventStreamOptions;
  readonly place: Place;
  /** What became of it. */
  readonly connection: { isOpen: boolean; hasMoved: boolean };
}

/** The body, saying whenever something comes. */
function watched({ body }: Response, touch: () => void): ReadableStream<Uint8Array> {
  if (body === null) throw new ConnectionError('The stream has no body');
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        touch();
        controller.enqueue(chunk);
      },
    }),
  );
}
