import type { AddressInfo } from 'node:net';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, fakeInvoker } from '../../testing/doors/doors.ts';

let app: FastifyInstance;
let port: number;
beforeAll(async () => {
  const invoker = fakeInvoker({
    'shop.things.load': ({ names }: { names: string[] }) => ({ loaded: names.length }),
    'shop.things.search': () => ({ found: 1 }),
  });
  app = await buildTestApp({ invoker });
  await app.listen({ port: 0, host: '127.0.0.1' });
  port = (app.server.address() as AddressInfo).port; // a TCP server's address
});
afterAll(async () => app.close());

const url = (path: string) => `http://127.0.0.1:${port}${path}`;
const post = (path: string, body: object) =>
  fetch(url(path), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const names = (bytes: number) => ({ names: ['x'.repeat(bytes)] });
const mebibyte = 1024 * 1024;

test('an operation that takes larger bodies takes them at REST and at tRPC', async () => {
  expect(await (await post('/api/v1/things/load', names(2 * mebibyte))).json()).toEqual({ loaded: 1 });
  expect(await (await post('/trpc/shop.things.load', names(2 * mebibyte))).json()).toEqual({
    result: { data: { loaded: 1 } },
  });
});

test('beyond its bound a body is 413 with the bound in the problem, each door in its own shape', async () => {
  const byRest = await post('/api/v1/things/load', names(3 * mebibyte));
  const byTrpc = await post('/trpc/shop.things.load', names(3 * mebibyte));
  const other = await post('/trpc/shop.things.search', { name: 'x'.repeat(mebibyte) });

  expect(byRest.status).toBe(413);
  expect(await byRest.json()).toMatchObject({ code: 'payload_too_large', detail: expect.stringContaining('3145728') });
  expect(byTrpc.status).toBe(413);
  expect(await byTrpc.json()).toMatchObject({
    error: { data: { code: 'PAYLOAD_TOO_LARGE', problem: { code: 'payload_too_large' } } },
  });
  expect(await other.json()).toMatchObject({ error: { message: expect.stringContaining('1048576') } });
});

test.each([
  ['with its length', true],
  ['without', false],
])('who sends 100 MB %s hears why it was refused, and nothing of it is kept', async (_how, hasLength) => {
  const chunk = Buffer.alloc(mebibyte, 'x');
  const before = await bytesHeld();
  let peak = 0;
  const asked = request(url('/api/v1/things/load'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(hasLength ? { 'content-length': 100 * mebibyte } : {}) },
  });
  const answered = new Promise<{ status: number | undefined; body: unknown }>((resolve, reject) => {
    asked.once('error', reject);
    asked.once('response', (response) => {
      void json(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    });
  });
  for (let sent = 0; sent < 100; sent += 1) {
    // As many programs do: everything is sent before the answer is looked at.
    await new Promise<void>((resolve, reject) => asked.write(chunk, (error) => (error ? reject(error) : resolve())));
    if (sent % 20 === 19) peak = Math.max(peak, (await bytesHeld()) - before);
  }
  asked.end();

  expect(await answered).toMatchObject({ status: 413, body: { code: 'payload_too_large' } });
  expect(peak).toBeLessThan(20 * mebibyte);
});

/**
 * Bytes of buffers that something still holds: what is only waiting to be collected does not count. The engine sweeps buffers
 * beside us, so that one look may come before it: the least of several is what is held.
 */
async function bytesHeld(): Promise<number> {
  setFlagsFromString('--expose-gc');
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 5; look += 1) {
    runInNewContext('gc')();
    await setImmediate();
    least = Math.min(least, process.memoryUsage().arrayBuffers);
  }
  return least;
}
