import { expect, test } from 'vitest';
import { decideRecovery } from './recovery.ts';

test('a page that ended is shown again three times a minute, then the person is asked', () => {
  expect(decideRecovery([], 0)).toBe('reload');
  expect(decideRecovery([0, 1000], 2000)).toBe('reload');
  expect(decideRecovery([0, 1000, 2000], 3000)).toBe('ask');
  expect(decideRecovery([0, 1000, 2000], 61_500)).toBe('reload');
});
