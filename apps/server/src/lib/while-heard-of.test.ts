import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { whileHeardOf } from './while-heard-of.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that ends after so many steps of six seconds, each of which is heard of or not. */
function steps(count: number, isHeard: boolean) {
  return async (heard: () => void) => {
    for (let step = 0; step < count; step += 1) {
      await new Promise((resolve) => setTimeout(resolve, 6000));
      if (isHeard) heard();
    }
  };
}

async function waitedMs(work: (heard: () => void) => Promise<void>): Promise<number> {
  const from = Date.now();
  const waiting = whileHeardOf(10_000, work).then(() => Date.now() - from);
  await vi.runAllTimersAsync();
  return await waiting;
}

test('work that gets on is waited for to its end, however long it takes', async () => {
  expect(await waitedMs(steps(20, true))).toBe(120_000);
});

test('work that is silent is waited for no longer than that', async () => {
  expect(await waitedMs(steps(20, false))).toBe(10_000);
});

test('work that ends in time is not waited for any longer', async () => {
  expect(await waitedMs(steps(1, false))).toBe(6000);
});

test('a failure is told while the work is waited for', async () => {
  await expect(whileHeardOf(10_000, () => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
});
