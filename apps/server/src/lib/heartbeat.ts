import { doorbell } from './doorbell.ts';

/**
 * What a source yields, and null whenever it has been silent for `everyMs`. Leaving the loop aborts the signal that the source
 * was opened with, so a source that waits must end on it.
 */
export async function* withHeartbeat<T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  everyMs: number,
): AsyncGenerator<T | null> {
  const left = new AbortController();
  const iterator = open(left.signal)[Symbol.asyncIterator]();
  let next = arrival(iterator);
  try {
    for (;;) {
      const result = await next.within(everyMs);
      if (result === null) yield null;
      else if (result.done === true) return;
      else {
        yield result.value;
        next = arrival(iterator);
      }
    }
  } finally {
    left.abort();
    await iterator.return?.();
  }
}

/** One pull of the source that can be waited for again and again without piling up listeners on its promise. */
function arrival<T>(iterator: AsyncIterator<T>): { within(ms: number): Promise<IteratorResult<T> | null> } {
  const bell = doorbell();
  const settled: { take: (() => IteratorResult<T>) | null } = { take: null };
  const settle = (take: () => IteratorResult<T>) => {
    settled.take = take;
    bell.ring();
  };
  iterator.next().then(
    (result) => settle(() => result),
    (error: unknown) =>
      settle(() => {
        throw error;
      }),
  );
  return {
    async within(ms) {
      if (settled.take === null) await bell.heard(ms);
      return settled.take === null ? null : settled.take();
    },
  };
}
