import { expect, test } from 'vitest';
import { segmentsOf } from './segments.ts';

test.each([
  ['a'.repeat(160), 1],
  ['a'.repeat(161), 2],
  ['€'.repeat(80), 1],
  [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
  ['ж'.repeat(70), 1],
  ['ж'.repeat(71), 2],
  [`${'ж'.repeat(66)}😀${'ж'.repeat(66)}`, 3],
])('%s takes %d segments', (body, segments) => {
  expect(segmentsOf(body)).toBe(segments);
});
