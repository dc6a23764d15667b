/** One message of a `text/event-stream`. */
export interface ServerSentEvent {
  /** `message` when the server named none. */
  readonly event: string;
  readonly data: string;
  /** The last id the stream has given so far; empty before the first. */
  readonly id: string;
}

/** Hears what a stream says about itself rather than to its reader. */
export interface StreamSettings {
  /** How long to wait before connecting again, as the server asked with `retry`. */
  readonly onRetry?: (waitMs: number) => void;
  /** Where the reader stands, told before each message, and also where the server gives an id without one. */
  readonly onId?: (id: string) => void;
}

/**
 * The messages of an event stream as they come, by the rules of the HTML standard: LF, CR or CRLF ends a line, comments are
 * skipped, and what a broken stream has left unfinished is dropped.
 */
export async function* serverSentEvents(
  body: ReadableStream<Uint8Array>,
  { onRetry, onId }: StreamSettings = {},
): AsyncGenerator<ServerSentEvent> {
  let id = '';
  let event = '';
  let data: string[] = [];
  for await (const line of linesOf(body)) {
    if (line === '') {
      if (id !== '') onId?.(id);
      if (data.length > 0) yield { event: event === '' ? 'message' : event, data: data.join('\n'), id };
      event = '';
      data = [];
      continue;
    }
    const [field, value] = fieldOf(line);
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) onRetry?.(Number(value));
  }
}

function fieldOf(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  if (colon === -1) return [line, ''];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value];
}

/** Complete lines. A CR at the end of a chunk waits for the next, which may begin with its LF. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunksOf(body)) {
    rest += decoder.decode(chunk, { stream: true });
    const end = rest.endsWith('\r') ? rest.length - 1 : rest.length;
    const lines = rest.slice(0, end).split(/\r\n|\r|\n/);
    rest = (lines.pop() ?? '') + rest.slice(end);
    yield* lines;
  }
}

// Not every browser can iterate a stream. Leaving early cancels it, so that the connection closes.
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
