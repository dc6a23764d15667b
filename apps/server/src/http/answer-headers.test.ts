import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, fakeInvoker } from '../testing/doors/doors.ts';

let app: FastifyInstance;
beforeAll(async () => {
  app = await buildTestApp({ invoker: fakeInvoker({ 'shop.things.search': () => ({ found: 1 }) }) });
});
afterAll(async () => app.close());

const search = (headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: '/api/v1/things/search', headers, payload: { name: 'a' } });

test('an answer carries what its operation says of it, and may be asked about again', async () => {
  const answer = await search();

  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({ etag: 'W/"one"', 'x-cache': 'MISS', 'cache-control': 'private, no-cache' });
});

test('who has the answer already is told so, however the tag is written', async () => {
  for (const known of ['W/"one"', '"one"', '"other", W/"one"', '*']) {
    const answer = await search({ 'if-none-match': known });

    expect(answer.statusCode).toBe(304);
    expect(answer.body).toBe('');
    expect(answer.headers).toMatchObject({ etag: 'W/"one"', ratelimit: expect.stringContaining('"test"') });
  }
  expect((await search({ 'if-none-match': '"other"' })).statusCode).toBe(200);
});

test('tRPC answers carry them, too, unless several calls share one answer', async () => {
  const input = encodeURIComponent(JSON.stringify({ name: 'a' }));
  const one = await app.inject(`/trpc/shop.things.search?input=${input}`);
  const batch = await app.inject(
    `/trpc/shop.things.search,shop.things.search?batch=1&input=${encodeURIComponent('{"0":{"name":"a"},"1":{"name":"b"}}')}`,
  );

  expect(one.headers).toMatchObject({ etag: 'W/"one"', 'x-cache': 'MISS' });
  expect(batch.statusCode).toBe(200);
  expect(batch.headers['x-cache']).toBeUndefined();
});
