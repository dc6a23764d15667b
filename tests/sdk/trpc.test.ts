import { createMarqueeTrpc } from '@marquee/sdk/trpc';
import { TRPCClientError } from '@trpc/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServing, type Serving } from '../harness/serving.ts';
import { until } from '../harness/until.ts';

let serving: Serving;
let baseUrl: string;
let apiKey: string;

beforeAll(async () => {
  serving = await startServing();
  ({ baseUrl, apiKey } = serving);
}, 180_000);

afterAll(async () => serving?.[Symbol.asyncDispose]());

/** A client that notes what it sends. */
function noting() {
  const sent: { readonly url: string; readonly headers: Headers }[] = [];
  const client = createMarqueeTrpc({
    baseUrl,
    token: async () => apiKey,
    fetch: (input, init) => {
      sent.push({ url: new Request(input).url, headers: new Headers(init?.headers) });
      return fetch(input, init);
    },
  });
  return { client, sent };
}

const template = (name: string) => ({ name, content: 'Hi {name}' });

test('queries of one tick travel together', async () => {
  const { client, sent } = noting();
  const [me, templates] = await Promise.all([client.auth.me.query({}), client.messaging.templates.list.query({})]);

  expect(me.workspace.name).toBe('Ann');
  expect(templates.items).toEqual([]);
  expect(sent.map(({ url }) => new URL(url).pathname)).toEqual(['/trpc/auth.me,messaging.templates.list']);
});

test('mutations travel alone, each with a key of its own', async () => {
  const { client, sent } = noting();
  await Promise.all([
    client.messaging.templates.create.mutate(template('One')),
    client.messaging.templates.create.mutate(template('Two')),
  ]);
  const keys = sent.map(({ headers }) => headers.get('idempotency-key'));

  expect(sent.map(({ url }) => new URL(url).pathname)).toEqual(Array(2).fill('/trpc/messaging.templates.create'));
  expect(new Set(keys).size).toBe(2);
  expect(keys).not.toContain(null);
});

test('a mutation repeated with its key answers what the first did', async () => {
  const { client } = noting();
  const context = { idempotencyKey: crypto.randomUUID() };
  const first = await client.messaging.templates.create.mutate(template('Once'), { context });
  const second = await client.messaging.templates.create.mutate(template('Once'), { context });

  expect(second).toEqual(first);
});

test('a refusal carries the problem', async () => {
  const { client } = noting();
  const refused = client.messaging.templates.get.query({ template_id: crypto.randomUUID() });

  await expect(refused).rejects.toBeInstanceOf(TRPCClientError);
  await expect(refused).rejects.toMatchObject({ data: { httpStatus: 404, problem: { code: 'not_found' } } });
});

test('a subscription goes on where a broken connection left it, with credentials in headers only', async () => {
  const connections: { readonly url: string; readonly headers: Headers; readonly cut: () => void }[] = [];
  const client = createMarqueeTrpc({
    baseUrl,
    apiKey,
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      if (!new Request(input).url.includes('websocket')) return response;
      const { cut, whole } = cuttable(response);
      connections.push({ url: new Request(input).url, headers: new Headers(init?.headers), cut });
      return whole;
    },
  });
  const seen: number[] = [];
  const refusals: unknown[] = [];
  const subscription = client.events.stream.websocket.subscribe(
    { after: 0, name_prefix: 'messaging.contacts.' },
    { onData: ({ data }) => seen.push(data.sequence), onError: (error) => refusals.push(error) },
  );
  const untilSeen = (count: number) =>
    until(
      `${count} have come`,
      async () => seen.length,
      (now) => now >= count,
    );

  await client.messaging.contacts.create.mutate({ phone_e164: '+14155550101' });
  await untilSeen(1);
  connections[0]?.cut();
  await client.messaging.contacts.create.mutate({ phone_e164: '+14155550102' });
  await untilSeen(2);
  subscription.unsubscribe();
  const logged = await client.events.log.list.query({ name_prefix: 'messaging.contacts.' });

  expect(refusals).toEqual([]);
  expect(seen).toEqual(logged.items.map(({ sequence }) => sequence));
  expect(connections[1]?.headers.get('last-event-id')).toBe(String(seen[0]));
  for (const { url, headers } of connections) {
    expect(url).not.toContain(apiKey);
    expect(headers.get('authorization')).toBe(`Bearer ${apiKey}`);
  }
});

test('when a token is over, queries, mutations and subscriptions are sent again with a fresh one', async () => {
  const asked: boolean[] = [];
  const newClient = () =>
    createMarqueeTrpc({
      baseUrl,
      token: ({ isExpired }) => {
        asked.push(isExpired);
        return isExpired ? apiKey : 'mq_live_over';
      },
    });
  const reader = newClient();
  const [health, me] = await Promise.all([reader.system.live.query({}), reader.auth.me.query({})]);
  const made = await newClient().messaging.templates.create.mutate(template('Fresh'));
  const { promise: event, resolve, reject } = Promise.withResolvers<unknown>();
  const following = newClient().events.stream.websocket.subscribe(
    { after: 0, name_prefix: 'messaging.contacts.' },
    { onData: ({ data }) => resolve(data), onError: reject },
  );
  const first = await event;
  following.unsubscribe();

  expect(health.status).toBe('alive');
  expect(me.workspace.name).toBe('Ann');
  expect(made.name).toBe('Fresh');
  expect(first).toMatchObject({ name: 'messaging.contacts.created' });
  expect(asked).toEqual([false, true, false, true, false, true]);
});

test('a subscription that is refused ends with the problem', async () => {
  const client = createMarqueeTrpc({ baseUrl, apiKey: 'mq_live_wrong' });
  const error = await new Promise((resolve) => {
    client.events.stream.websocket.subscribe({}, { onError: resolve });
  });

  expect(error).toMatchObject({ data: { problem: { code: 'unauthenticated' } } });
});

/** The same response with a body that can be broken. */
function cuttable(response: Response): { readonly whole: Response; readonly cut: () => void } {
  let cut = () => {};
  const through = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      cut = () => controller.error(new Error('the connection is broken'));
    },
  });
  const body = response.body?.pipeThrough(through) ?? null;
  return { whole: new Response(body, { status: response.status, headers: response.headers }), cut: () => cut() };
}
