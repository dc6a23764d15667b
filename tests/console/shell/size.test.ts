import { beforeAll, expect, test } from 'vitest';
import { consoleSizes, type ConsoleSizes } from '../../harness/console/console-sizes.ts';

let sizes: ConsoleSizes;

beforeAll(async () => {
  sizes = await consoleSizes();
}, 120_000);

test('what the first screens load is small: sign-in and overview, compressed', () => {
  const overview = sizes.loadedBy('overview/overview.page.tsx');

  expect(sizes.loadedBy('auth/sign-in.page.tsx').js).toBeLessThanOrEqual(280);
  expect(overview.js).toBeLessThanOrEqual(280);
  expect(overview.css).toBeLessThanOrEqual(42);
});

test('no chunk is larger than the one of charts, and all of it is below 900 kB', () => {
  expect(sizes.largestScript).toBeLessThanOrEqual(190);
  expect(sizes.allScripts).toBeLessThanOrEqual(900);
});
