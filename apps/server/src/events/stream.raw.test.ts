import { once } from 'node:events';
import { stream } from '@marquee/api/events/stream.contract';
import type { RawResponse } from '@marquee/api/operation';
import pino from 'pino';
import { expect, test } from 'vitest';
import { fail } from '../kernel/inside.ts';
import type { Outside } from '../kernel/context.ts';
import { callerOf } from '../testing/calls.ts';
import type { EventFeed, FeedEvent, Subscription } from './feed.ts';
import { streamService } from './stream.raw.ts';

const event: FeedEvent = { sequence: 8, id: 'e8', name: 'a.b.c', at: '2026-03-15T07:00:00.000Z', data: { n: 1 } };

/** A feed that gives one event, then waits for its signal. */
function feedOf(asked: Subscription[]): EventFeed {
  return {
    beginning: async (_workspaceId, afterSequence = 7) => afterSequence,
    async *subscribe(subscription) {
      asked.push(subscription);
      yield event;
      if (!subscription.signal.aborted) await once(subscription.signal, 'abort');
    },
  };
}

const context = {
  caller: callerOf('019a0000-0000-7000-8000-000000000001', 'viewer'),
  fail,
  log: pino({ level: 'silent' }),
} as unknown as Outside & { fail: typeof fail }; // the streams use nothing else of it

function request(headers: Record<string, string>, query: object = {}) {
  return {
    params: stream.sse.params.parse(query),
    headers,
    body: (async function* () {})(),
    signal: new AbortController().signal,
  };
}

async function first(response: RawResponse, count: number): Promise<string[]> {
  const chunks: string[] = [];
  for await (const chunk of response.body as AsyncIterable<string>) if (chunks.push(chunk) === count) break;
  return chunks;
}

test('server-sent events begin with the id they go on from, carry the sequence as id, and a comment when nothing happens', async () => {
  const service = streamService({ feed: feedOf([]), heartbeatMs: 5 });

  const response = await service.sse(request({}), context);

  expect(response.headers?.['content-type']).toMatch('text/event-stream');
  expect(await first(response, 4)).toEqual([
    'retry: 2000\nid: 7\n\n',
    `id: 8\nevent: a.b.c\ndata: ${JSON.stringify(event)}\n\n`,
    ': still here\n\n',
    ': still here\n\n',
  ]);
});

test('Last-Event-ID wins over `after`, for it is where a broken stream stood', async () => {
  const asked: Subscription[] = [];
  const service = streamService({ feed: feedOf(asked) });

  await first(await service.sse(request({ 'last-event-id': '7' }, { after: 3 }), context), 2);
  await first(await service.sse(request({}, { after: 3, name_prefix: 'a.' }), context), 2);

  expect(asked.map(({ afterSequence, namePrefix }) => [afterSequence, namePrefix])).toEqual([
    [7, undefined],
    [3, 'a.'],
  ]);
  expect(asked.every(({ signal }) => signal.aborted)).toBe(true);
});

test('a Last-Event-ID that is no sequence is refused', async () => {
  const service = streamService({ feed: feedOf([]) });

  await expect(service.sse(request({ 'last-event-id': 'abc' }), context)).rejects.toMatchObject({
    code: 'validation_failed',
  });
});

test('a WebSocket gets one JSON text an event', async () => {
  const service = streamService({ feed: feedOf([]) });
  const stop = new AbortController();

  const response = await service.websocket({ ...request({}), signal: stop.signal }, context);

  const texts: string[] = [];
  for await (const text of response.body as AsyncIterable<string>) {
    texts.push(text);
    stop.abort();
  }
  expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual([{ type: 'event', ...event }]);
});
