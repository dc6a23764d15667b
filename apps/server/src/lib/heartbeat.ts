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
  let result: IteratorResult<T> | null = null;
  let failure: { readonly error: unknown } | null = null;
  let settle: () => void = () => undefined;
  iterator.next().then(
    (value) => {
      result = value;
      settle();
    },
    (error: unknown) => {
      failure = { error };
      settle();
    },
  );
  return {
    async within(ms) {
      if (result === null && failure === null) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          settle = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      const failed = failure as { readonly error: unknown } | null; // assigned in a callback, which narrowing cannot see
      if (failed !== null) throw failed.error;
      return result;
    },
  };
}
