/** Tells how the connection is from the beginning and the end of every attempt's body. */
export function watchedFetch({ found, lost }: Watcher): typeof fetch {
  return async (input, init) => {
    try {
      const response = await fetch(input, init);
      if (response.ok && response.body !== null) {
        found();
        return new Response(endingIn(response.body, lost), response);
      }
      // What stands before a server that is away says so itself.
      if (response.status >= 502) lost();
      return response;
    } catch (error) {
      lost();
      throw error;
    }
  };
}

/** What is told of each attempt. */
interface Watcher {
  readonly found: () => void;
  readonly lost: () => void;
}

function endingIn(body: ReadableStream<Uint8Array>, ended: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  // A connection that the network left behind would be noticed by its silence, after 45 s.
  const stop = () => void reader.cancel();
  addEventListener('offline', stop, { once: true });
  const forget = () => removeEventListener('offline', stop);
  const finish = () => {
    forget();
    ended();
  };
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        finish();
        controller.close();
      } catch (error) {
        finish();
        controller.error(error);
      }
    },
    cancel(reason) {
      forget();
      return reader.cancel(reason);
    },
  });
}
