import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { coalesced } from './coalesced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a burst runs at once and once more at its end, for each name by itself', () => {
  const ran: string[] = [];
  const soon = coalesced(1000, (name) => void ran.push(name));

  for (let n = 0; n < 200; n += 1) soon('a');
  soon('b');
  expect(ran).toEqual(['a', 'b']);

  vi.advanceTimersByTime(5000);
  expect(ran).toEqual(['a', 'b', 'a']);

  soon('a');
  expect(ran).toEqual(['a', 'b', 'a', 'a']);
});
