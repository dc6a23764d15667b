import { ApiError } from '@marquee/api/errors';
import type { AnyOperation, RawResponse } from '@marquee/api/operation';
import { admit } from './access.ts';
import type { Caller, CallerNow } from './context.ts';

/** Tells once that a caller's credential has ended or its rights are others, until disposed. */
export type WatchCaller = (caller: Caller, onChange: (now: CallerNow) => void) => Disposable;

/** Who follows what. */
export interface Following {
  readonly operation: AnyOperation;
  readonly caller: Caller;
  readonly watchCaller: WatchCaller;
}

/**
 * Opens a stream whose body fails, within seconds, once its caller may no longer follow it: `unauthenticated` when the credential
 * has ended, `forbidden` when its rights no longer suffice, `unavailable` when they are others, so that the client connects again.
 *
 * @param open answers the stream; it must end when the signal fires
 */
export async function openStream(
  following: Following,
  open: (cut: AbortSignal) => Promise<RawResponse>,
): Promise<RawResponse> {
  const cut = new AbortController();
  const response = await open(cut.signal);
  const { body } = response;
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) return response;
  return { ...response, body: whileAdmitted(body, following, cut) };
}

// Watched from the first read on: a body that nobody reads must leave no watch behind.
async function* whileAdmitted(
  body: AsyncIterable<string | Uint8Array>,
  { operation, caller, watchCaller }: Following,
  cut: AbortController,
): AsyncGenerator<string | Uint8Array> {
  const { signal } = cut;
  using _watch = watchCaller(caller, (now) => cut.abort(refusalOf(operation, now)));
  for await (const chunk of body) {
    signal.throwIfAborted();
    yield chunk;
  }
  signal.throwIfAborted();
}

function refusalOf(operation: AnyOperation, now: CallerNow): unknown {
  if (now instanceof ApiError) return now;
  try {
    admit(operation, now);
  } catch (refusal) {
    return refusal;
  }
  return new ApiError('unavailable', 'Your rights have changed; connect again', { retryAfterSeconds: 1 });
}
