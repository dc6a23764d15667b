import { expect, test } from 'vitest';
import { Marquee } from '../client.ts';
import type { ClientOptions } from '../http/client-options.ts';
import { ForbiddenError, UnauthenticatedError } from '../http/errors.ts';
import { faultyServer, problem, proxyError, reset } from '../testing/faulty-server.ts';
import type { FaultyServer, Reply } from '../testing/faulty-server.ts';
import { quickClock } from '../testing/quick-clock.ts';

const event = (sequence: number) => ({
  sequence,
  id: `e${sequence}`,
  name: 'messaging.contacts.created',
  at: '',
  data: {},
});
const message = (sequence: number) => `id: ${sequence}\nevent: a.b.c\ndata: ${JSON.stringify(event(sequence))}\n\n`;
const problemMessage = (status: number, code: string) =>
  `event: problem\ndata: ${JSON.stringify({ type: 't', title: '', status, detail: 'over', code, request_id: 'r' })}\n\n`;

/** Sends text, then breaks, ends or keeps the connection. */
const stream =
  (text: string, then: 'break' | 'end' | 'keep'): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(text, () => {
      if (then === 'break') response.socket?.destroy();
      if (then === 'end') response.end();
    });
  };

async function take(
  count: number,
  server: FaultyServer,
  { options = {}, params = {} }: { options?: ClientOptions; params?: object } = {},
) {
  const marquee = new Marquee({ baseUrl: server.url, apiKey: 'mq_live_1', clock: quickClock(), ...options });
  const seen: number[] = [];
  for await (const { sequence } of marquee.events.stream(params)) if (seen.push(sequence) === count) break;
  return seen;
}

const lastIds = ({ arrived }: FaultyServer) => arrived.map(({ headers }) => headers['last-event-id']);

test('goes on after the last event, wherever a connection breaks', async () => {
  const replies = [
    stream(message(1) + message(2) + 'id: 3\ndata: {"seq', 'break'),
    reset,
    proxyError(502),
    stream(message(3), 'end'),
    stream(message(4), 'keep'),
  ];
  await using server = await faultyServer(...replies);

  expect(await take(4, server, { params: { name_prefix: 'messaging.' } })).toEqual([1, 2, 3, 4]);
  expect(lastIds(server)).toEqual([undefined, '2', '2', '2', '3']);
  expect(server.arrived[4]?.url).toBe('/api/v1/events/stream?name_prefix=messaging.');
  expect(server.arrived[4]?.headers.authorization).toBe('Bearer mq_live_1');
});

test('a stream that breaks before its first event goes on from where it began', async () => {
  await using server = await faultyServer(stream('retry: 5\nid: 41\n\n', 'break'), stream(message(42), 'keep'));

  expect(await take(1, server)).toEqual([42]);
  expect(lastIds(server)).toEqual([undefined, '41']);
});

test('waits as the server asks, longer each time, and from the beginning once events have come', async () => {
  const clock = quickClock();
  const replies = [stream('retry: 2000\n\n', 'break'), reset, stream(message(1), 'break'), stream(message(2), 'keep')];
  await using server = await faultyServer(...replies);

  await take(2, server, { options: { clock } });
  expect(clock.waits).toEqual([1500, 3000, 1500]);
});

test('a stream in which nothing moves is given up for another', async () => {
  // However often it is given up before anything came, as it may be on a slow machine.
  const next: Reply = (response, request) => {
    const last = Number(request.headers['last-event-id'] ?? 0);
    stream(message(last + 1), 'keep')(response, request);
  };
  await using server = await faultyServer(next);
  const marquee = new Marquee({ baseUrl: server.url, clock: quickClock() });
  const seen: number[] = [];

  for await (const { sequence } of marquee.events.stream({}, { timeoutMs: 200 })) if (seen.push(sequence) === 2) break;
  expect(seen).toEqual([1, 2]);
});

test('a token that ends while the stream is open is renewed', async () => {
  const ends = stream(message(1) + problemMessage(401, 'unauthenticated'), 'end');
  await using server = await faultyServer(ends, problem(401, 'unauthenticated'), stream(message(2), 'keep'));
  let asked = 0;

  expect(await take(2, server, { options: { apiKey: undefined, token: () => `token-${(asked += 1)}` } })).toEqual([
    1, 2,
  ]);
  expect(server.arrived.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer token-1',
    'Bearer token-1',
    'Bearer token-2',
  ]);
});

test('a refusal ends the stream with its error, at once or later', async () => {
  await using wrong = await faultyServer(problem(401, 'unauthenticated'));
  await using changed = await faultyServer(stream(message(1) + problemMessage(403, 'forbidden'), 'end'));

  await expect(take(1, wrong)).rejects.toBeInstanceOf(UnauthenticatedError);
  await expect(take(2, changed)).rejects.toBeInstanceOf(ForbiddenError);
});

test('ends without an error when the signal fires, and closes the connection', async () => {
  const stop = new AbortController();
  let isClosed = false;
  await using server = await faultyServer((response, request) => {
    response.on('close', () => (isClosed = true));
    stream(message(1), 'keep')(response, request);
  });
  const marquee = new Marquee({ baseUrl: server.url });

  for await (const _event of marquee.events.stream({}, { signal: stop.signal })) stop.abort();
  await expect.poll(() => isClosed).toBe(true);
});

test('leaving the loop closes the connection', async () => {
  let isClosed = false;
  await using server = await faultyServer((response, request) => {
    response.on('close', () => (isClosed = true));
    stream(message(1), 'keep')(response, request);
  });

  await take(1, server);
  await expect.poll(() => isClosed).toBe(true);
});
