import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserPath } from '../../harness/console/browser.ts';
import { openConsole, violationsOf, type OpenConsole } from '../../harness/console/console.ts';

let opened: OpenConsole;

beforeAll(async () => {
  if (browserPath !== undefined) opened = await openConsole();
}, 240_000);

afterAll(async () => opened?.[Symbol.asyncDispose]());

/** Keeps scripts and styles from the page until `release`. */
async function holdAssets(page: Page) {
  const { promise, resolve: release } = Promise.withResolvers<void>();
  await page.route(/\/assets\/.*\.(?:js|css)$/, async (route) => {
    await promise;
    await route.continue();
  });
  return { release };
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.skipIf(browserPath === undefined)(
    `in ${colorScheme}, the console’s frame stands while its scripts and styles are on their way`,
    async () => {
      await using window = await opened.window({ colorScheme });
      const { page } = window;
      const assets = await holdAssets(page);

      await page.reload({ waitUntil: 'commit' });
      await page.locator('#boot').getByText('Marquee').waitFor();
      await expect.poll(() => page.evaluate("performance.getEntriesByName('first-contentful-paint').length")).toBe(1);
      await page.screenshot({ path: join(tmpdir(), `marquee-first-paint-${colorScheme}.png`) });
      assets.release();

      await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
      expect(await page.locator('#boot').count()).toBe(0);
      await page.screenshot({ path: join(tmpdir(), `marquee-first-screen-${colorScheme}.png`) });
      expect(await violationsOf(page)).toEqual([]);
      expect(window.complaints).toEqual([]);
    },
  );
}

test.skipIf(browserPath === undefined)('where nobody is signed in, no frame of the console is promised', async () => {
  await using window = await opened.window({ path: '/sign-in', isSignedIn: false });
  const { page } = window;
  const assets = await holdAssets(page);

  await page.reload({ waitUntil: 'commit' });
  await page.locator('#boot').getByText('Marquee').waitFor();
  expect(await page.evaluate('document.documentElement.dataset.session')).toBeUndefined();
  assets.release();

  await page.getByRole('heading', { name: 'Sign in to Marquee' }).waitFor();
  expect(await page.locator('#boot').count()).toBe(0);
});
