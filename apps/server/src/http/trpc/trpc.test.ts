import { ApiError } from '@marquee/api/errors';
import type { RouterOf } from '@marquee/api/operation';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest';
import type { inferRouterOutputs } from '@trpc/server';
import { buildTestApp, fakeInvoker } from '../../testing/doors/doors.ts';
import type { testContract } from '../../testing/doors/doors.ts';

const invoker = fakeInvoker(
  {
    'shop.things.list': (input: object) => ({ echo: input }),
    'shop.things.get': ({ phone_e164 }: { phone_e164: string }) => {
      if (phone_e164 === '+404') throw new ApiError('not_found', 'No thing has this number');
      if (phone_e164 === '+500') throw new Error('SELECT secret FROM vault');
      return { phone_e164, id: 't1', size: null, secret_column: 'leak' };
    },
    'shop.things.create': (input: object) => ({ id: 't1', size: null, ...input }),
  },
  {
    'shop.stream.websocket': ({ params }: { params: { after?: number } }) => ({
      status: 200,
      body: (async function* () {
        yield JSON.stringify({ sequence: (params.after ?? 0) + 1, name: 'first' });
        yield JSON.stringify({ sequence: (params.after ?? 0) + 2, name: 'second' });
      })(),
    }),
  },
);

let app: FastifyInstance;
beforeAll(async () => {
  app = await buildTestApp({ invoker });
});
afterAll(async () => app.close());

const json = { 'content-type': 'application/json' };
const inputOf = (input: unknown) => encodeURIComponent(JSON.stringify(input));
const get = (name: string, input: unknown, headers: Record<string, string> = {}) =>
  app.inject({ url: `/trpc/${name}?input=${inputOf(input)}`, headers });
const post = (name: string, input: unknown, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: `/trpc/${name}`,
    headers: { ...json, ...headers },
    payload: JSON.stringify(input),
  });

test('a query answers its encoded result with the limit headers', async () => {
  const answer = await get('shop.things.get', { phone_e164: '+1' });

  expect(answer.json()).toEqual({ result: { data: { phone_e164: '+1', id: 't1', size: null } } });
  expect(answer.headers.ratelimit).toMatch(/^"test"/);
});

test('a query can be sent by POST, without input too', async () => {
  expect((await post('shop.things.get', { phone_e164: '+1' })).statusCode).toBe(200);
  expect((await app.inject('/trpc/shop.things.list')).json().result.data).toEqual({ echo: { limit: 50 } });
});

test('a mutation takes an idempotency key and is refused by GET', async () => {
  const made = await post('shop.things.create', { phone_e164: '+1' }, { 'idempotency-key': 'again' });
  const refused = await get('shop.things.create', { phone_e164: '+1' });

  expect(made.json().result.data.phone_e164).toBe('+1');
  expect(made.headers['idempotency-replayed']).toBe('true');
  expect(refused.statusCode).toBe(405);
  expect(refused.json().error.data.problem.code).toBe('method_not_allowed');
});

test('each call of a batch of queries is invoked and counted by itself', async () => {
  const before = invoker.seen.length;
  const batch = await app.inject(
    `/trpc/shop.things.get,shop.things.get?batch=1&input=${inputOf({ 0: { phone_e164: '+1' }, 1: { phone_e164: '+404' } })}`,
  );

  expect(batch.statusCode).toBe(207);
  expect(batch.json()[0].result.data.phone_e164).toBe('+1');
  expect(batch.json()[1].error.data.problem).toMatchObject({ code: 'not_found', status: 404 });
  expect(invoker.seen.length - before).toBe(2);
});

test('a batch with more than one mutation is refused whole, each call with the reason', async () => {
  const before = invoker.seen.length;
  const batch = await post('shop.things.create,shop.things.create?batch=1', {
    0: { phone_e164: '+1' },
    1: { phone_e164: '+2' },
  });

  expect(batch.statusCode).toBe(400);
  expect(batch.json()).toHaveLength(2);
  expect(batch.json()[0].error.data.problem.detail).toContain('Idempotency-Key');
  expect(invoker.seen).toHaveLength(before);
});

test('a batch of one mutation, as batching clients send it, is done', async () => {
  const batch = await post('shop.things.create?batch=1', { 0: { phone_e164: '+1' } });

  expect(batch.json()[0].result.data.phone_e164).toBe('+1');
});

test('the problem travels in error.data, with the status and without the cause', async () => {
  const refused = await get('shop.things.get', { phone_e164: '+404' }, { 'x-request-id': 'mine' });
  const invalid = await get('shop.things.get', {});
  const defect = await get('shop.things.get', { phone_e164: '+500' });

  expect(refused.statusCode).toBe(404);
  expect(refused.json().error).toMatchObject({
    message: 'No thing has this number',
    data: {
      code: 'NOT_FOUND',
      httpStatus: 404,
      path: 'shop.things.get',
      problem: { code: 'not_found', request_id: 'mine' },
    },
  });
  expect(invalid.json().error.data.problem).toMatchObject({
    code: 'validation_failed',
    errors: [{ pointer: '/phone_e164' }],
  });
  expect(defect.statusCode).toBe(500);
  expect(defect.body).not.toContain('SELECT');
});

test('unknown names, broken and deep input are problems, not defects', async () => {
  const deep = `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`;

  expect((await get('shop.nothing.get', {})).json().error.data.problem.code).toBe('not_found');
  expect((await app.inject('/trpc/shop.things.get?input=%7Bbroken')).json().error.data.problem.code).toBe('malformed');
  expect(
    (await app.inject(`/trpc/shop.things.get?input=${encodeURIComponent(deep)}`)).json().error.data.problem.code,
  ).toBe('malformed');
});

test('a subscription streams events and resumes after the last one seen', async () => {
  const fresh = await app.inject({ url: '/trpc/shop.stream.websocket', headers: { accept: 'text/event-stream' } });
  const resumed = await app.inject({
    url: '/trpc/shop.stream.websocket',
    headers: { accept: 'text/event-stream', 'last-event-id': '41' },
  });

  expect(fresh.headers['content-type']).toBe('text/event-stream');
  expect(fresh.body).toContain('id: 1');
  expect(resumed.body).toContain('"sequence":42');
});

test('the router has the types of the contract', () => {
  type Outputs = inferRouterOutputs<RouterOf<typeof testContract>>;
  expectTypeOf<Outputs['shop']['things']['get']>().toEqualTypeOf<{
    id: string;
    phone_e164: string;
    size: number | null;
  }>();
});
