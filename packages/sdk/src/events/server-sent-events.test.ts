import { expect, test } from 'vitest';
import { serverSentEvents } from './server-sent-events.ts';

function streamOf(...chunks: readonly string[]): ReadableStream<Uint8Array> {
  const bytes = chunks.map((chunk) => new TextEncoder().encode(chunk));
  return new ReadableStream({
    pull(controller) {
      const next = bytes.shift();
      if (next === undefined) controller.close();
      else controller.enqueue(next);
    },
  });
}

async function read(...chunks: readonly string[]) {
  return await Array.fromAsync(serverSentEvents(streamOf(...chunks)));
}

test('a message has its name, its lines of data and the last id given', async () => {
  expect(await read('event: made\nid: 7\ndata: {"a":\ndata: 1}\n\ndata:next\n\n')).toEqual([
    { event: 'made', data: '{"a":\n1}', id: '7' },
    { event: 'message', data: 'next', id: '7' },
  ]);
});

test('lines end with LF, CR or CRLF, wherever the chunks are cut', async () => {
  const whole = 'id: 1\r\ndata: ä\r\n\r\nid: 2\rdata: b\r\rid: 3\ndata: c\n\n';
  const events = await read(whole);

  expect(events.map(({ id, data }) => id + data)).toEqual(['1ä', '2b', '3c']);
  for (let cut = 1; cut < whole.length; cut += 1) {
    expect(await read(whole.slice(0, cut), whole.slice(cut))).toEqual(events);
  }
});

test('comments and unknown fields say nothing, and an unfinished message is dropped', async () => {
  expect(await read(': ping\n\nfoo: bar\ndata: 1\n\ndata: cut of')).toEqual([{ event: 'message', data: '1', id: '' }]);
});

test('the wait that the server asks for is heard', async () => {
  const waits: number[] = [];
  const events = serverSentEvents(streamOf('retry: 1500\nretry: soon\n\n'), {
    onRetry: (waitMs) => waits.push(waitMs),
  });

  expect(await Array.fromAsync(events)).toEqual([]);
  expect(waits).toEqual([1500]);
});

test('a reader that leaves cancels the stream', async () => {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
    cancel: () => {
      cancelled = true;
    },
  });
  for await (const _event of serverSentEvents(body)) break;

  expect(cancelled).toBe(true);
});
