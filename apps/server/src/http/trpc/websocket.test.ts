import type { RawRequest } from '@marquee/api/operation';
import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, fakeInvoker } from '../../testing/doors/doors.ts';
import { openSocket } from '../../testing/doors/sockets.ts';

let ended = Promise.withResolvers<void>();

async function* forever({ params, signal }: RawRequest<{ after?: number }>): AsyncGenerator<string> {
  let sequence = params.after ?? 0;
  try {
    while (!signal.aborted && sequence < 1000) {
      sequence += 1;
      yield JSON.stringify({ sequence });
      if (sequence % 2 === 0)
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    }
  } finally {
    ended.resolve();
  }
}

const invoker = fakeInvoker(
  {},
  {
    'shop.stream.websocket': (request: RawRequest<{ after?: number }>) => ({ status: 200, body: forever(request) }),
    'shop.stream.sse': () => ({
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      body: (async function* () {
        yield 'retry: 2000\n\n';
        yield 'id: 1\ndata: {}\n\n';
      })(),
    }),
  },
);

let app: FastifyInstance;
let port: number;
beforeAll(async () => {
  app = await buildTestApp({ invoker });
  await app.listen({ port: 0, host: '127.0.0.1' });
  port = (app.server.address() as AddressInfo).port; // a TCP server's address
});
afterAll(async () => app.close());

const open = (path: string, hello?: object) => openSocket(`ws://127.0.0.1:${port}${path}`, hello);

test('a caller proves itself by its first message and resumes after a sequence', async () => {
  ended = Promise.withResolvers();
  const { socket, received } = open('/api/v1/ws', { type: 'authenticate', token: 'good', after: 10 });

  expect(await received(3)).toEqual([{ type: 'ready' }, { sequence: 11 }, { sequence: 12 }]);
  expect(invoker.seen.at(-1)?.incoming.authorization).toBe('Bearer good');
  socket.close();
  await ended.promise;
});

test('a refused token is a problem and a close code', async () => {
  const { received, closed } = open('/ws/updates', { type: 'authenticate', token: 'wrong' });

  expect(await received(1)).toMatchObject([{ type: 'problem', problem: { code: 'unauthenticated' } }]);
  expect(await closed).toBe(4401);
});

test('a first message that is no sign-in is refused', async () => {
  const { received, closed } = open('/api/v1/ws', { hello: 'there' });

  expect(await received(1)).toMatchObject([{ type: 'problem', problem: { code: 'unauthenticated' } }]);
  expect(await closed).toBe(4401);
});

test('parameters in the URL are checked as everywhere', async () => {
  const { received, closed } = open('/api/v1/ws?after=soon', { type: 'authenticate', token: 'good' });

  expect(await received(1)).toMatchObject([
    { problem: { code: 'validation_failed', errors: [{ pointer: '/after' }] } },
  ]);
  expect(await closed).toBe(4400);
});

test('plain HTTP at a WebSocket address is a problem', async () => {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/ws`);

  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: 'malformed' });
});

test('server-sent events are sent as they are written', async () => {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/stream`);

  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  expect(await answer.text()).toBe('retry: 2000\n\nid: 1\ndata: {}\n\n');
});
