import { expect, test, vi } from 'vitest';
import type { SessionCall } from '../../ipc.ts';
import { sessionFetch } from './desktop.ts';

const server = 'https://marquee.example.com';

function sessionOver(answer: { status: number; body: string } | null) {
  const calls: SessionCall[] = [];
  const session = async (call: SessionCall) => {
    calls.push(call);
    return answer;
  };
  return { calls, send: sessionFetch({ session }, server) };
}

test('signing in passes through the main process', async () => {
  const { calls, send } = sessionOver({ status: 200, body: '{"result":{"data":{}}}' });

  const response = await send(`${server}/trpc/auth.login`, { method: 'POST', body: '{"email":"a@b.c"}' });

  expect(await response.json()).toEqual({ result: { data: {} } });
  expect(calls).toEqual([{ operation: 'auth.login', body: '{"email":"a@b.c"}' }]);
});

test('a server that the main process does not reach looks as one that fetch does not reach', async () => {
  await expect(sessionOver(null).send(`${server}/trpc/auth.refresh`)).rejects.toThrow(TypeError);
});

test('everything else goes straight to the server', async () => {
  const straight = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('{}'));
  const { calls, send } = sessionOver(null);

  for (const url of [
    `${server}/trpc/auth.me`,
    `${server}/trpc/messaging.contacts.list?batch=1`,
    'https://evil.example/trpc/auth.login',
  ]) {
    await send(url);
  }

  expect(straight).toHaveBeenCalledTimes(3);
  expect(calls).toEqual([]);
});
