import { expect, test } from 'vitest';
import { Marquee } from '../client.ts';
import { faultyServer, halfOf, json, problem, proxyError, reset, silence } from '../testing/faulty-server.ts';
import type { FaultyServer, Reply } from '../testing/faulty-server.ts';
import { quickClock } from '../testing/quick-clock.ts';
import type { ClientOptions } from './client-options.ts';
import { ConflictError, ConnectionError, RateLimitedError, TimeoutError, UnavailableError } from './errors.ts';

const campaign = { id: 'c1', name: 'Sale' };
const params = { name: 'Sale', template_id: 't', segment_id: 's' };

function clientOf(server: FaultyServer, options: ClientOptions = {}) {
  const clock = quickClock();
  return { clock, marquee: new Marquee({ baseUrl: server.url, apiKey: 'mq_live_1', clock, ...options }) };
}

const repeated: readonly (readonly [string, Reply])[] = [
  ['a connection that is reset', reset],
  ['half an answer of known length', halfOf('{"id":', { 'content-type': 'application/json', 'content-length': '99' })],
  ['half an answer of unknown length', halfOf('{"id":', { 'content-type': 'application/json' })],
  [
    'an answer that says it is whole and is not',
    (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":'),
  ],
  ['408', problem(408, 'request_timeout')],
  ['409 while the same call is running', problem(409, 'idempotency_in_progress')],
  ['429', problem(429, 'rate_limited')],
  ['500', problem(500, 'internal')],
  ['502 of a proxy', proxyError(502)],
  ['503', problem(503, 'unavailable')],
  ['504 of a proxy', proxyError(504)],
];

test.each(repeated)('after %s the call is made again with the same key', async (_what, fault) => {
  await using server = await faultyServer(fault, json(campaign));
  const { marquee, clock } = clientOf(server);

  expect(await marquee.messaging.campaigns.create(params)).toEqual(campaign);
  const keys = server.arrived.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[1]).toBe(keys[0]);
  expect(server.arrived[1]?.body).toBe(JSON.stringify(params));
  expect(clock.waits).toHaveLength(1);
});

test('after an answer that does not come in time the call is made again', async () => {
  await using server = await faultyServer(silence, json(campaign));
  // A slow machine needs more than one repeat.
  const { marquee } = clientOf(server, { timeoutMs: 100, retries: 100 });

  expect(await marquee.messaging.campaigns.get('c1')).toEqual(campaign);
  expect(server.arrived.length).toBeGreaterThan(1);
});

test('no attempt goes on after the deadline of the call', async () => {
  await using server = await faultyServer(silence);
  const marquee = new Marquee({ baseUrl: server.url });

  await expect(marquee.auth.me({ deadlineMs: 100 })).rejects.toBeInstanceOf(TimeoutError);
});

test('an answer whose body stands still is not waited for longer than the timeout', async () => {
  await using server = await faultyServer((response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"id":');
  });
  const { marquee } = clientOf(server);

  await expect(marquee.messaging.campaigns.get('c1', { timeoutMs: 100, retries: 0 })).rejects.toBeInstanceOf(
    TimeoutError,
  );
});

const final: readonly (readonly [number, string])[] = [
  [400, 'validation_failed'],
  [401, 'unauthenticated'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [409, 'conflict'],
  [422, 'idempotency_mismatch'],
];

test.each(final)('%i %s is told at once', async (status, code) => {
  await using server = await faultyServer(problem(status, code));
  const { marquee } = clientOf(server);

  await expect(marquee.messaging.campaigns.create(params)).rejects.toMatchObject({ status, code, request_id: 'req_1' });
  expect(server.arrived).toHaveLength(1);
});

test('waits grow, are partly chance, and end after the retries', async () => {
  await using server = await faultyServer(proxyError(500));
  const { marquee, clock } = clientOf(server, { retries: 6 });

  await expect(marquee.messaging.campaigns.get('c1')).rejects.toMatchObject({ code: 'internal' });
  expect(clock.waits).toEqual([375, 750, 1500, 3000, 6000, 6000]);
  expect(server.arrived).toHaveLength(7);
});

test('Retry-After is obeyed, in seconds and as a date', async () => {
  const date = new Date(Date.UTC(2026, 2, 15, 7, 0, 12)).toUTCString();
  await using server = await faultyServer(
    problem(429, 'rate_limited', { 'retry-after': '7' }),
    problem(503, 'unavailable', { 'retry-after': date }),
    json(campaign),
  );
  const { marquee, clock } = clientOf(server);

  await marquee.messaging.campaigns.get('c1');
  expect(clock.waits).toEqual([7000, 5000]);
});

test('a wait that would pass the deadline is not begun', async () => {
  await using server = await faultyServer(problem(429, 'rate_limited', { 'retry-after': '60' }));
  const { marquee, clock } = clientOf(server, { deadlineMs: 30_000 });

  await expect(marquee.messaging.campaigns.get('c1')).rejects.toBeInstanceOf(RateLimitedError);
  expect(clock.waits).toEqual([]);
});

test('what must not be done twice is repeated only when it was surely not begun', async () => {
  const account = {
    email: 'a@example.com',
    password: 'the sea is calm tonight',
    full_name: 'Ada',
    workspace_name: 'Ada',
  };
  const attemptsAfter = async (fault: Reply) => {
    await using server = await faultyServer(fault, json({}));
    await clientOf(server)
      .marquee.auth.register(account)
      .catch(() => undefined);
    return server.arrived.length;
  };

  expect(await attemptsAfter(problem(429, 'rate_limited'))).toBe(2);
  expect(await attemptsAfter(problem(503, 'unavailable'))).toBe(2);
  expect(await attemptsAfter(proxyError(503))).toBe(1);
  expect(await attemptsAfter(problem(500, 'internal'))).toBe(1);
  expect(await attemptsAfter(reset)).toBe(1);
});

test('a server that is not there is a ConnectionError, after the retries', async () => {
  const server = await faultyServer();
  await server[Symbol.asyncDispose]();
  const { marquee, clock } = clientOf(server);

  await expect(marquee.auth.me()).rejects.toBeInstanceOf(ConnectionError);
  expect(clock.waits).toHaveLength(2);
});

test('aborting ends a call with the reason of the signal: before, during and between attempts', async () => {
  await using server = await faultyServer(silence);
  await using away = await faultyServer(problem(503, 'unavailable'));
  const reason = new Error('enough');
  const during = new AbortController();
  const between = new AbortController();
  const { marquee } = clientOf(server);
  // The real clock: the wait between attempts must end at once.
  const patient = new Marquee({ baseUrl: away.url, backoff: { firstMs: 60_000, mostMs: 60_000 } });

  await expect(marquee.auth.me({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(server.arrived).toHaveLength(0);
  const waiting = marquee.auth.me({ signal: during.signal });
  await expect.poll(() => server.arrived.length).toBe(1);
  during.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  const pausing = patient.auth.me({ signal: between.signal });
  await expect.poll(() => away.arrived.length).toBe(1);
  between.abort(reason);
  await expect(pausing).rejects.toBe(reason);
});

test('options of a call win over those of its client', async () => {
  await using server = await faultyServer(problem(503, 'unavailable'));
  const { marquee } = clientOf(server, { headers: { 'x-team': 'one', 'x-kept': 'yes' } });
  const options = { retries: 0, idempotencyKey: 'my-key', headers: { 'x-team': 'two' } };

  await expect(marquee.messaging.campaigns.create(params, options)).rejects.toBeInstanceOf(UnavailableError);
  expect(server.arrived).toHaveLength(1);
  expect(server.arrived[0]?.headers).toMatchObject({ 'idempotency-key': 'my-key', 'x-team': 'two', 'x-kept': 'yes' });
});

test('a refusal carries its class, the fields at fault and the request id', async () => {
  const errors = [{ pointer: '/name', code: 'too_small', detail: 'Too short' }];
  await using server = await faultyServer(
    json(
      { type: 't', title: 'x', status: 409, detail: 'It is running.', code: 'conflict', request_id: 'r9', errors },
      409,
    ),
    json({ type: 't', title: 'x', status: 418, detail: 'New.', code: 'from_the_future', request_id: 'r10' }, 418),
  );
  const { marquee } = clientOf(server);

  const error: unknown = await marquee.messaging.campaigns.pause('c1').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConflictError);
  expect(error).toMatchObject({ name: 'ConflictError', message: 'It is running.', request_id: 'r9', problems: errors });
  await expect(marquee.messaging.campaigns.pause('c1')).rejects.toMatchObject({
    name: 'ApiError',
    code: 'from_the_future',
  });
});

test('hooks see every attempt, and log lines hold no secret, no body and no value of a path', async () => {
  const lines: unknown[] = [];
  const seen: unknown[] = [];
  const log = (...line: unknown[]) => void lines.push(line);
  await using server = await faultyServer(problem(503, 'unavailable'), json({}));
  const { marquee } = clientOf(server, {
    logger: { debug: log, warn: log },
    onRequest: ({ headers, attempt }) => headers.set('x-attempt', String(attempt)),
    onResponse: ({ request, response }) => void seen.push([request.route, request.attempt, response.status]),
  });

  await marquee.messaging.contacts.update('+14155550106', { attributes: { name: 'Grace' } });
  const route = 'PUT /messaging/contacts/{phone_e164}';
  expect(server.arrived.map(({ url, headers }) => [url, headers['x-attempt']])).toEqual([
    ['/api/v1/messaging/contacts/%2B14155550106', '0'],
    ['/api/v1/messaging/contacts/%2B14155550106', '1'],
  ]);
  expect(seen).toEqual([
    [route, 0, 503],
    [route, 1, 200],
  ]);
  expect(lines).toHaveLength(3);
  expect(JSON.stringify(lines)).not.toMatch(/mq_live|4155550106|Grace/);
});

test('a value that would leave its route is refused before anything is sent', async () => {
  await using server = await faultyServer(json({}));
  const { marquee } = clientOf(server);

  for (const id of ['', '.', '..'])
    await expect(marquee.messaging.campaigns.delete(id)).rejects.toBeInstanceOf(TypeError);
  await marquee.messaging.campaigns.get('../a?b');
  expect(server.arrived.map(({ url }) => url)).toEqual(['/api/v1/messaging/campaigns/..%2Fa%3Fb']);
});

test('an answer can be had with its response, and the response alone unread', async () => {
  await using server = await faultyServer(json(campaign, 200, { 'x-request-id': 'r1' }), json(campaign));
  const { marquee } = clientOf(server);

  const { data, response } = await marquee.messaging.campaigns.get('c1').withResponse();
  expect([data, response.headers.get('x-request-id')]).toEqual([campaign, 'r1']);
  expect(await (await marquee.messaging.campaigns.get('c1').asResponse()).json()).toEqual(campaign);
});
