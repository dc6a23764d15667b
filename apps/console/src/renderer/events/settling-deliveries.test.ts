import { expect, test } from 'vitest';
import { nextLookMs } from './settling-deliveries.ts';

const now = new Date('2026-03-15T07:00:00Z');
const at = (time: string | null) => ({ next_attempt_at: time === null ? null : `2026-03-15T${time}Z` });

test.each([
  ['nothing is pending', [], false],
  ['one is being delivered', [at('09:00:00'), at(null)], 2000],
  ['one is overdue', [at('06:59:00')], 2000],
  ['the next is due in a minute', [at('09:00:00'), at('07:01:00')], 60_000],
  ['the next is due in two hours', [at('09:00:00')], 600_000],
])('%s', (_case, pending, ms) => {
  expect(nextLookMs(pending, now)).toBe(ms);
});
