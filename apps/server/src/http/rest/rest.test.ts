import { ApiError } from '@marquee/api/errors';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, fakeInvoker } from '../../testing/doors/doors.ts';

const thing = { phone_e164: '+14155550100', id: 't1', size: null, secret_column: 'leak' };
const invoker = fakeInvoker({
  'shop.things.list': (input: object) => ({ echo: input }),
  'shop.things.get': ({ phone_e164 }: { phone_e164: string }) => {
    if (phone_e164 === '+404') throw new ApiError('not_found', 'No thing has this number');
    if (phone_e164 === '+500') throw new Error('SELECT secret FROM vault');
    if (phone_e164 === '+503') throw new ApiError('unavailable', 'The database is away');
    if (phone_e164 === '+429') throw new ApiError('rate_limited', 'Too many', { retryAfterSeconds: 2.2 });
    return { ...thing, phone_e164 };
  },
  'shop.things.create': (input: object) => ({ ...thing, ...input }),
  'shop.things.update': (input: object) => ({ ...thing, ...input }),
  'shop.things.delete': () => ({}),
  'shop.things.start': () => ({ job_id: 'j1' }),
});

let app: FastifyInstance;
beforeAll(async () => {
  app = await buildTestApp({ invoker });
});
afterAll(async () => app.close());

const json = { 'content-type': 'application/json' };
const problem = 'application/problem+json; charset=utf-8';

test('query strings become numbers, booleans and lists, by repeat or comma', async () => {
  const answer = await app.inject('/api/v1/things?limit=7&is_big=true&tags=a,b&sizes=1&sizes=2.5&name=12');

  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ echo: { limit: 7, is_big: true, tags: ['a', 'b'], sizes: [1, 2.5], name: '12' } });
});

test('a query string that is not a number is refused, pointing at it', async () => {
  const answer = await app.inject('/api/v1/things?limit=ten');

  expect(answer.statusCode).toBe(400);
  expect(answer.headers['content-type']).toBe(problem);
  expect(answer.json()).toMatchObject({
    code: 'validation_failed',
    status: 400,
    instance: '/api/v1/things',
    errors: [{ pointer: '/limit' }],
  });
});

test('an unknown query key is refused by a strict input, __proto__ too', async () => {
  expect((await app.inject('/api/v1/things?colour=red')).json().errors[0].pointer).toBe('/colour');
  expect((await app.inject('/api/v1/things?__proto__=x')).statusCode).toBe(400);
});

test('the + of a phone number in a path is literal or %2B, never a space', async () => {
  const literal = await app.inject('/api/v1/things/+14155550100');
  const escaped = await app.inject('/api/v1/things/%2B14155550100');

  expect(literal.json().phone_e164).toBe('+14155550100');
  expect(escaped.json().phone_e164).toBe('+14155550100');
});

test('an answer never has a column that its schema does not declare', async () => {
  const answer = await app.inject('/api/v1/things/+1');

  expect(answer.json()).toEqual({ phone_e164: '+1', id: 't1', size: null });
});

test('what was made answers 201 with its Location, percent-encoded', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/things',
    headers: json,
    payload: { phone_e164: '+1', size: 3 },
  });

  expect(answer.statusCode).toBe(201);
  expect(answer.headers.location).toBe('/api/v1/things/%2B1');
  expect(answer.json().size).toBe(3);
});

test('a JSON body is never coerced', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/things',
    headers: json,
    payload: { phone_e164: '+1', size: '3' },
  });

  expect(answer.json()).toMatchObject({ code: 'validation_failed', errors: [{ pointer: '/size' }] });
});

test('a form is taken where it is declared, its strings coerced, and refused with 415 elsewhere', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const taken = await app.inject({ method: 'PUT', url: '/api/v1/things/+1', headers: form, payload: 'size=4' });
  const refused = await app.inject({ method: 'POST', url: '/api/v1/things', headers: form, payload: 'size=4' });

  expect(taken.json().size).toBe(4);
  expect(refused.statusCode).toBe(415);
  expect(refused.json().code).toBe('unsupported_media_type');
});

test('path and body that disagree are refused; that agree are fine', async () => {
  const put = (phone_e164: string) =>
    app.inject({ method: 'PUT', url: '/api/v1/things/+1', headers: json, payload: { size: 1, phone_e164 } });

  expect((await put('+2')).json()).toMatchObject({
    code: 'validation_failed',
    errors: [{ pointer: '/phone_e164', code: 'conflicting_values' }],
  });
  expect((await put('+1')).statusCode).toBe(200);
});

test('202 and 204 are answered as declared', async () => {
  const started = await app.inject({ method: 'POST', url: '/api/v1/things/+1/start' });
  const deleted = await app.inject({ method: 'DELETE', url: '/api/v1/things/+1' });

  expect(started.statusCode).toBe(202);
  expect(deleted.statusCode).toBe(204);
  expect(deleted.body).toBe('');
});

test('HEAD answers as GET does, without a body', async () => {
  const head = await app.inject({ method: 'HEAD', url: '/api/v1/things/+1' });

  expect(head.statusCode).toBe(200);
  expect(Number(head.headers['content-length'])).toBeGreaterThan(10);
  expect(head.body).toBe('');
});

test('a method that a path lacks is 405 with Allow, before its body is looked at', async () => {
  const answer = await app.inject({ method: 'PATCH', url: '/api/v1/things', headers: json, payload: '{broken' });

  expect(answer.statusCode).toBe(405);
  expect(answer.headers.allow).toBe('GET, HEAD, OPTIONS, POST');
  expect(answer.json().code).toBe('method_not_allowed');
});

test('broken, deep, large and foreign bodies are each a problem of their own', async () => {
  const post = (payload: string, type = 'application/json') =>
    app.inject({ method: 'POST', url: '/api/v1/things', headers: { 'content-type': type }, payload });

  expect((await post('{broken')).json()).toMatchObject({ status: 400, code: 'malformed' });
  expect((await post('[1]')).json()).toMatchObject({ status: 400, code: 'malformed' });
  expect((await post('{"__proto__":{"a":1}}')).json()).toMatchObject({ status: 400, code: 'malformed' });
  expect((await post('{"a":'.repeat(70) + '1' + '}'.repeat(70))).json()).toMatchObject({
    status: 400,
    code: 'malformed',
  });
  expect((await post(`{"a":"${'x'.repeat(1024 * 1024)}"}`)).json()).toMatchObject({
    status: 413,
    code: 'payload_too_large',
  });
  expect((await post('<a/>', 'text/xml')).json()).toMatchObject({ status: 415, code: 'unsupported_media_type' });
});

test('an unknown route and a bad escape are problems', async () => {
  expect((await app.inject('/nothing')).json()).toMatchObject({ status: 404, code: 'not_found' });
  expect((await app.inject('/api/v1/things/%zz')).json()).toMatchObject({ status: 400, code: 'malformed' });
});

test('a defect is 500 and says nothing of its cause', async () => {
  const answer = await app.inject('/api/v1/things/+500');

  expect(answer.statusCode).toBe(500);
  expect(answer.json().code).toBe('internal');
  expect(answer.body).not.toContain('SELECT');
});

test('limits are told as structured fields, and 429 says when to come back', async () => {
  const answer = await app.inject('/api/v1/things/+1');
  const refused = await app.inject('/api/v1/things/+429');

  expect(answer.headers['ratelimit-policy']).toBe('"test";q=100;w=60');
  expect(answer.headers.ratelimit).toMatch(/^"test";r=\d+;t=30$/);
  expect(refused.statusCode).toBe(429);
  expect(refused.headers['retry-after']).toBe('3');
});

test('503 says when to come back, even when the refusal does not', async () => {
  const answer = await app.inject('/api/v1/things/+503');

  expect(answer.statusCode).toBe(503);
  expect(answer.headers['retry-after']).toBe('5');
});

test('a refused caller is told its limit and how to sign in', async () => {
  const answer = await app.inject({ url: '/api/v1/things/+1', headers: { authorization: 'Bearer wrong' } });

  expect(answer.statusCode).toBe(401);
  expect(answer.headers['www-authenticate']).toContain('Bearer');
  expect(answer.headers['ratelimit-policy']).toBeDefined();
});

test('a sane request id of the caller is kept, another is replaced', async () => {
  const kept = await app.inject({ url: '/api/v1/things/+404', headers: { 'x-request-id': 'mine-1' } });
  const replaced = await app.inject({ url: '/api/v1/things/+404', headers: { 'x-request-id': 'a b' } });

  expect(kept.headers['x-request-id']).toBe('mine-1');
  expect(kept.json().request_id).toBe('mine-1');
  expect(replaced.headers['x-request-id']).toMatch(/^request-/);
});

test('an idempotency key passes through, and a replay says so', async () => {
  const post = (key: string) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/things',
      headers: { ...json, 'idempotency-key': key },
      payload: { phone_e164: '+1' },
    });

  expect((await post('"again"')).headers['idempotency-replayed']).toBe('true');
  expect((await post('first')).headers['idempotency-replayed']).toBeUndefined();
  expect(invoker.seen.at(-1)?.incoming.idempotencyKey).toBe('first');
  expect((await post('x'.repeat(300))).json().code).toBe('malformed');
});

test('a host that is not ours is refused', async () => {
  const answer = await app.inject({ url: '/api/v1/things', headers: { host: 'evil.example' } });

  expect(answer.statusCode).toBe(403);
});

test('a listed origin may call from elsewhere, another is told nothing', async () => {
  const preflight = (origin: string) =>
    app.inject({
      method: 'OPTIONS',
      url: '/api/v1/things',
      headers: { origin, 'access-control-request-method': 'POST' },
    });

  expect((await preflight('app://marquee')).headers['access-control-allow-origin']).toBe('app://marquee');
  expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
});
