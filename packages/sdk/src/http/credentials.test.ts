import { expect, test } from 'vitest';
import { Marquee } from '../client.ts';
import { faultyServer, json, problem } from '../testing/faulty-server.ts';
import type { Reply } from '../testing/faulty-server.ts';
import { UnauthenticatedError } from './errors.ts';

/** Takes one token and refuses all others. */
const only =
  (token: string): Reply =>
  (response, request) =>
    request.headers.authorization === `Bearer ${token}`
      ? json({ ok: true })(response, request)
      : problem(401, 'unauthenticated')(response, request);

test('calls that are refused together renew the token once, and each is made again once', async () => {
  await using server = await faultyServer(only('token-2'));
  const asked: boolean[] = [];
  const token = async ({ isExpired }: { readonly isExpired: boolean }) => `token-${asked.push(isExpired)}`;
  const marquee = new Marquee({ baseUrl: server.url, token });

  const answers = await Promise.all(Array.from({ length: 5 }, () => marquee.auth.me()));
  await marquee.auth.me();

  expect(answers).toHaveLength(5);
  expect(asked).toEqual([false, true]);
  expect(server.arrived).toHaveLength(11);
});

test('a token that is refused again is not renewed for ever', async () => {
  await using server = await faultyServer(only('another'));
  let asked = 0;
  const marquee = new Marquee({ baseUrl: server.url, token: () => `token-${(asked += 1)}` });

  await expect(marquee.auth.me()).rejects.toBeInstanceOf(UnauthenticatedError);
  expect([asked, server.arrived.length]).toEqual([2, 2]);
});

test('a provider that gives the same token again has no other, so the refusal is told', async () => {
  await using server = await faultyServer(only('another'));
  const marquee = new Marquee({ baseUrl: server.url, token: () => 'token' });

  await expect(marquee.auth.me()).rejects.toBeInstanceOf(UnauthenticatedError);
  expect(server.arrived).toHaveLength(1);
});

test('a provider that fails fails the call, and is asked anew by the next', async () => {
  await using server = await faultyServer(only('token'));
  const failure = new Error('the vault is sealed');
  let asked = 0;
  const token = () => {
    asked += 1;
    if (asked === 1) throw failure;
    return 'token';
  };
  const marquee = new Marquee({ baseUrl: server.url, token });

  await expect(marquee.auth.me()).rejects.toBe(failure);
  expect(await marquee.auth.me()).toEqual({ ok: true });
});

test('a client with other options renews its token together with the first, and a token takes the place of a key', async () => {
  await using server = await faultyServer(only('token-2'));
  let asked = 0;
  const token = async () => `token-${(asked += 1)}`;
  const byKey = new Marquee({ baseUrl: server.url, apiKey: 'mq_live_1' });
  const marquee = byKey.withOptions({ token });

  await Promise.all([marquee.auth.me(), marquee.withOptions({ retries: 0 }).auth.me()]);

  expect(asked).toBe(2);
  await expect(marquee.withOptions({ apiKey: 'mq_live_2' }).auth.me()).rejects.toBeInstanceOf(UnauthenticatedError);
  expect(server.arrived.at(-1)?.headers.authorization).toBe('Bearer mq_live_2');
});
