import type { CallParts, RequestOptions, Route } from '../calls/resource.ts';
import { ApiError, ConnectionError } from './errors.ts';
import type { ClientOptions, OutgoingRequest } from './client-options.ts';
import type { Credentials } from './credentials.ts';
import { connectionErrorOf, refusalOf } from './refusals.ts';
import { newKey, targetOf } from './request-parts.ts';
import { backoffMs, isWorthRepeating, retryAfterMs } from './retry.ts';
import { timeLimit } from './time-limit.ts';
import type { TimeLimit } from './time-limit.ts';
import { apiVersion } from './version.ts';
import { systemClock } from '../lib/clock.ts';
import type { Clock } from '../lib/clock.ts';

/** What every call of a client shares. */
export interface Session {
  readonly options: ClientOptions;
  readonly credentials: Credentials;
}

/** A body on its way: made anew for every attempt. */
export interface OutgoingBody {
  readonly content: string | Blob | ReadableStream<Uint8Array>;
  readonly contentType: string;
}

/** One call, before it is made. */
export interface Exchange<T> {
  readonly route: Route;
  readonly parts: CallParts;
  readonly options?: RequestOptions | undefined;
  /** The body of an attempt, which tells its limit that something moved. */
  readonly body?: (limit: TimeLimit) => Promise<OutgoingBody>;
  /** Why the body cannot be sent again. */
  readonly isBodySpent?: () => boolean;
  /** Reads an answer. What it throws for a broken connection is repeated. It ends the limit when it is done with it. */
  readonly read: (response: Response, limit: TimeLimit) => Promise<T>;
  /** Moves bytes for as long as they move: no deadline but the caller's. */
  readonly isFile?: boolean;
}

/** Makes a call, and makes it again while that can help, within its deadline. */
export async function exchange<T>(session: Session, call: Exchange<T>): Promise<T> {
  const { clock = systemClock } = session.options;
  const { retries, deadlineMs, signal } = settingsOf(session, call);
  const deadline = clock.now() + deadlineMs;
  const makeAttempt = attemptsOf(session, call, deadline);
  let isRenewed = false;
  for (let attempt = 0; ;) {
    const outcome = await makeAttempt(attempt);
    if ('value' in outcome) return outcome.value;
    const { thrown, credential } = outcome;
    if (signal?.aborted === true || call.isBodySpent?.() === true) throw thrown;
    if (!isRenewed && thrown instanceof ApiError && thrown.status === 401) {
      isRenewed = true;
      if (await session.credentials.renew(credential)) continue;
    }
    if (attempt >= retries || !isWorthRepeating(thrown, call.parts.once ?? false)) throw thrown;
    const waitMs = waitBefore(attempt, thrown, { clock, options: session.options });
    // An answer that can only come too late is not waited for.
    if (clock.now() + waitMs >= deadline) throw thrown;
    attempt += 1;
    note(session, 'repeat', { route: call.route, attempt, waitMs: Math.round(waitMs), reason: reasonOf(thrown) });
    await clock.pause(waitMs, signal);
  }
}

interface Success<T> {
  readonly value: T;
}

interface Failure {
  readonly thrown: unknown;
  /** What the attempt was made with. */
  readonly credential: string | undefined;
}

/** Options of a call over those of its client. */
function settingsOf<T>({ options: client }: Session, { options = {}, isFile }: Exchange<T>) {
  return {
    signal: options.signal,
    retries: options.retries ?? client.retries ?? 2,
    deadlineMs: options.deadlineMs ?? (isFile === true ? Infinity : (client.deadlineMs ?? 180_000)),
    timeoutMs: options.timeoutMs ?? client.timeoutMs ?? 60_000,
  };
}

/** Attempts of one call: they share its key, its headers and its deadline. */
function attemptsOf<T>(session: Session, call: Exchange<T>, deadline: number) {
  const { options, credentials } = session;
  const { route, parts } = call;
  const { clock = systemClock, baseUrl = 'http://localhost:4000', fetch: send = fetch } = options;
  const { signal, timeoutMs } = settingsOf(session, call);
  const target = targetOf(baseUrl.replace(/\/+$/, ''), route, parts);
  const key = target.method === 'GET' ? undefined : (call.options?.idempotencyKey ?? newKey());

  return async (attempt: number): Promise<Success<T> | Failure> => {
    signal?.throwIfAborted();
    const credential = await credentials.current();
    const limit = timeLimit({ signal, stillMs: timeoutMs, totalMs: deadline - clock.now() });
    try {
      const body = await call.body?.(limit);
      const headers = headersOf(call, { session, credential, key, body });
      const request: OutgoingRequest = { ...target, headers, route, attempt };
      await options.onRequest?.(request);
      const startedAt = clock.now();
      const init = { method: target.method, headers, signal: limit.signal, ...bodyInit(body) };
      const response = await send(target.url, init).catch((cause: unknown) => Promise.reject(failureOf(limit, cause)));
      const durationMs = clock.now() - startedAt;
      note(session, 'answer', {
        route,
        attempt,
        status: response.status,
        ms: durationMs,
        request_id: response.headers.get('x-request-id'),
      });
      await options.onResponse?.({ request, response, durationMs });
      if (!response.ok) throw await refusalOf(response).catch((cause: unknown) => failureOf(limit, cause));
      return { value: await call.read(response, limit) };
    } catch (thrown) {
      limit.end();
      return { thrown, credential };
    }
  };
}

/** Why an attempt failed: the caller's own reason, our time limit, or the connection. */
export function failureOf(limit: TimeLimit, cause: unknown): unknown {
  const { aborted, reason } = limit.signal;
  return aborted ? (reason as unknown) : connectionErrorOf(cause);
}

interface Sent {
  readonly session: Session;
  readonly credential: string | undefined;
  readonly key: string | undefined;
  readonly body: OutgoingBody | undefined;
}

function headersOf<T>({ parts, options }: Exchange<T>, { session, credential, key, body }: Sent): Headers {
  const headers = new Headers({ accept: parts.accept ?? 'application/json', 'marquee-version': apiVersion });
  if (credential !== undefined) headers.set('authorization', `Bearer ${credential}`);
  if (key !== undefined) headers.set('idempotency-key', key);
  if (body !== undefined && body.contentType !== '') headers.set('content-type', body.contentType);
  for (const own of [session.options.headers, options?.headers]) {
    for (const [name, value] of Object.entries(own ?? {})) headers.set(name, value);
  }
  return headers;
}

function bodyInit(body: OutgoingBody | undefined): { body?: OutgoingBody['content']; duplex?: 'half' } {
  if (body === undefined) return {};
  // Whoever streams a body must say that the answer comes after it.
  return { body: body.content, ...(body.content instanceof ReadableStream ? { duplex: 'half' } : {}) };
}

function waitBefore(
  attempt: number,
  thrown: unknown,
  { clock, options }: { clock: Clock; options: ClientOptions },
): number {
  const asked = thrown instanceof ApiError ? retryAfterMs(thrown.headers, clock.now()) : undefined;
  return asked ?? backoffMs(attempt, options.backoff ?? {}, clock.chance());
}

// The code or the kind: messages of errors may repeat what was sent.
function reasonOf(thrown: unknown): string {
  return thrown instanceof ApiError ? thrown.code : thrown instanceof ConnectionError ? 'connection' : 'unknown';
}

function note({ options }: Session, message: 'answer' | 'repeat', fields: Readonly<Record<string, unknown>>): void {
  options.logger?.[message === 'repeat' ? 'warn' : 'debug'](`marquee ${message}`, fields);
}
