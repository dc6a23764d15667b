import { expect, test } from 'vitest';
import { sessionBroker } from './session-broker.ts';
import type { TokenStore } from './tokens.ts';

const server = { url: 'http://127.0.0.1:4000', key: 'local' };

function brokerOver(answer: { status: number; data?: object } | null, held: string | null = null) {
  const kept = new Map<string, string>(held === null ? [] : [[server.key, held]]);
  const sent: { url: string; input: unknown }[] = [];
  const tokens: TokenStore = {
    tier: async () => 'memory',
    get: async (of) => kept.get(of) ?? null,
    set: async (of, token) => void (token === null ? kept.delete(of) : kept.set(of, token)),
  };
  const broker = sessionBroker(tokens, async (url, body) => {
    sent.push({ url, input: JSON.parse(body) });
    return answer && { status: answer.status, body: JSON.stringify({ result: { data: answer.data ?? {} } }) };
  });
  return { broker, sent, kept };
}

test('signing in keeps the refresh token and answers without it', async () => {
  const { broker, sent, kept } = brokerOver({ status: 200, data: { access_token: 'short', refresh_token: 'long' } });

  const answer = await broker(server, { operation: 'auth.login', body: '{"email":"a@b.c","password":"p","web":true}' });

  expect(answer?.body).toBe('{"result":{"data":{"access_token":"short"}}}');
  expect(kept.get(server.key)).toBe('long');
  expect(sent).toEqual([
    { url: `${server.url}/trpc/auth.login`, input: { email: 'a@b.c', password: 'p', web: false } },
  ]);
});

test('renewing sends the token that is held, not one that a page names', async () => {
  const { broker, sent, kept } = brokerOver(
    { status: 200, data: { access_token: 'new', refresh_token: 'next' } },
    'held',
  );

  await broker(server, { operation: 'auth.refresh', body: '{"refresh_token":"stolen"}' });

  expect(sent[0]?.input).toEqual({ refresh_token: 'held' });
  expect(kept.get(server.key)).toBe('next');
});

test('a session that has ended is forgotten; one that could not be renewed for another reason is not', async () => {
  for (const [status, remains] of [
    [401, false],
    [409, true],
    [503, true],
  ] as const) {
    const { broker, kept } = brokerOver({ status }, 'held');
    expect((await broker(server, { operation: 'auth.refresh', body: '{}' }))?.status).toBe(status);
    expect(kept.has(server.key)).toBe(remains);
  }
});

test('a server that is not reached changes nothing', async () => {
  const { broker, kept } = brokerOver(null, 'held');

  expect(await broker(server, { operation: 'auth.refresh', body: '{}' })).toBeNull();
  expect(kept.get(server.key)).toBe('held');
});

test('signing out ends the session by its token and forgets it', async () => {
  const { broker, sent, kept } = brokerOver({ status: 200 }, 'held');

  await broker(server, { operation: 'auth.logout', body: '{}' });

  expect(sent[0]?.input).toEqual({ refresh_token: 'held' });
  expect(kept.size).toBe(0);
});
