import { expect, test } from 'vitest';
import { anonymous } from '../authenticate.ts';
import { callerCache } from './caller-cache.ts';

function counted(endsAt = Number.POSITIVE_INFINITY) {
  let nowMs = 1_000_000;
  let lookUps = 0;
  const cache = callerCache(() => new Date(nowMs), 10_000, 2);
  const find = (key: string) =>
    cache.find(key, async () => {
      lookUps += 1;
      return { ...anonymous, endsAt };
    });
  return { cache, find, lookUps: () => lookUps, wait: (ms: number) => void (nowMs += ms) };
}

test('a caller is looked up once in ten seconds, also by calls at the same time', async () => {
  const { find, lookUps, wait } = counted();

  await Promise.all([find('a'), find('a')]);
  wait(9_999);
  await find('a');
  expect(lookUps()).toBe(1);

  wait(1);
  await find('a');
  expect(lookUps()).toBe(2);
});

test('a credential that ends sooner is believed no longer than that', async () => {
  const { find, lookUps, wait } = counted(1_003_000);
  await find('a');

  wait(3_000);
  await find('a');

  expect(lookUps()).toBe(2);
});

test('forgetting everyone makes the next call look again', async () => {
  const { cache, find, lookUps } = counted();
  await find('a');

  cache.forgetAll();
  await find('a');

  expect(lookUps()).toBe(2);
});

test('a failed look-up is not remembered', async () => {
  const { cache, find } = counted();
  const failing = cache.find('a', () => Promise.reject(new Error('the database is away')));

  await expect(failing).rejects.toThrow('away');

  expect(await find('a')).toEqual(anonymous);
});

test('the callers that came first are forgotten when there are too many', async () => {
  const { find, lookUps } = counted();
  for (const key of ['a', 'b', 'c']) await find(key);

  await find('c');
  expect(lookUps()).toBe(3);
  await find('a');
  expect(lookUps()).toBe(4);
});
