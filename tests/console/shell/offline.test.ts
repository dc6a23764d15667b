import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserPath } from '../../harness/console/browser.ts';
import {
  openConsole,
  settled,
  violationsOf,
  type ConsoleWindow,
  type OpenConsole,
} from '../../harness/console/console.ts';
import { until } from '../../harness/until.ts';

let opened: OpenConsole;

beforeAll(async () => {
  if (browserPath === undefined) return;
  opened = await openConsole();
  await opened.api.messaging.contacts.create.mutate({
    phone_e164: '+14155550001',
    consent_state: 'OPT_IN',
    attributes: { name: 'Ada' },
  });
  await opened.api.messaging.segments.create.mutate({
    name: 'Berlin',
    filter_criteria: { attribute: 'city', operator: 'equals', value: 'Berlin' },
  });
}, 240_000);

afterAll(async () => opened?.[Symbol.asyncDispose]());

for (const colorScheme of ['light', 'dark'] as const) {
  test.skipIf(browserPath === undefined)(
    `without its server the console shows what was read, changes nothing and keeps what is typed, in ${colorScheme}`,
    async () => {
      await using window = await opened.window({ path: '/audiences/contacts', colorScheme });
      const { page } = window;
      await page.getByRole('link', { name: '+14155550001' }).click();
      await page.getByRole('heading', { level: 1, name: '+14155550001' }).waitFor();
      await untilKept(page, ['messaging.contacts.list', 'messaging.contacts.get']);
      await page.goto(`${opened.serving.baseUrl}/audiences/segments`);
      await page.getByRole('link', { name: 'Berlin' }).waitFor();
      await untilKept(page, ['messaging.segments.list']);
      await page.goto(`${opened.serving.baseUrl}/audiences/contacts`);
      await page.getByText('1 in all').waitFor();

      await opened.serving.kill();
      await page.getByText('Offline since').waitFor();
      await page.getByRole('link', { name: 'Segments' }).click();
      await page.getByRole('link', { name: 'Berlin' }).waitFor();
      await page.getByRole('link', { name: 'Contacts' }).click();
      await page.getByRole('button', { name: 'Add contact' }).click();
      const dialog = page.getByRole('dialog', { name: 'Add a contact' });
      await dialog.getByLabel('Phone number').fill('+14155550777');
      const add = dialog.getByRole('button', { name: /^Add/ }).last();
      expect(await add.getAttribute('aria-disabled')).toBe('true');
      await add.click({ force: true });
      await settled(page);
      expect(await violationsOf(page)).toEqual([]);

      await page.reload();
      await page.getByText('Offline since').waitFor();
      await page.getByRole('link', { name: '+14155550001' }).click();
      await page.getByRole('heading', { level: 1, name: '+14155550001' }).waitFor();
      await page.getByText('Ada').first().waitFor();
      await page.getByRole('link', { name: 'Members' }).click();
      await page.getByText('This was not looked at in the last day').waitFor();
      await settled(page);
      expect(await violationsOf(page)).toEqual([]);

      await opened.serving.startAgain();
      await page.getByText('Offline since').waitFor({ state: 'detached' });
      await page.getByText('ann@example.com').first().waitFor();
      await page.getByRole('link', { name: 'Contacts' }).click();
      await page.getByRole('button', { name: 'Add contact' }).click();
      await dialog.getByText('what you typed and did not send').waitFor();
      expect(await dialog.getByLabel('Phone number').inputValue()).toBe('+14155550777');
      await dialog.getByRole('button', { name: 'Discard' }).click();
      await dialog.getByLabel('Phone number').fill(colorScheme === 'light' ? '+14155550002' : '+14155550003');
      await add.click();
      await page.getByRole('link', { name: colorScheme === 'light' ? '+14155550002' : '+14155550003' }).waitFor();
      await page.getByRole('link', { name: '+14155550001' }).waitFor();
      expect(complaintsOf(window)).toEqual([]);
      await opened.api.messaging.contacts.delete.mutate({
        phone_e164: colorScheme === 'light' ? '+14155550002' : '+14155550003',
      });
    },
  );
}

test.skipIf(browserPath === undefined)('no secret is kept, and signing out leaves nothing behind', async () => {
  await using window = await opened.window({ path: '/settings/api-keys' });
  const { page } = window;
  await page.getByRole('button', { name: 'Make a key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Shown once');
  await dialog.getByRole('checkbox').first().check();
  await dialog.getByRole('button', { name: 'Make a key' }).click();
  const key = await dialog.locator('code').first().innerText();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByText('Shown once').waitFor();
  await untilKept(page, ['workspace.apiKeys.list']);

  const texts = JSON.stringify(await keptIn(page)) + (await page.evaluate('JSON.stringify({ ...localStorage })'));
  expect(key).toMatch(/^mq_/);
  expect(texts).toContain('Shown once');
  expect(texts).not.toContain(key);
  expect(texts).not.toMatch(/eyJ|whsec_|refresh_token|access_token/);

  await page.getByRole('button', { name: 'Account of' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to Marquee' }).waitFor();

  expect(await keptIn(page)).toEqual([]);
  expect(await page.evaluate('JSON.stringify({ ...localStorage })')).toBe('{}');
  expect(complaintsOf(window)).toEqual([]);
});

test.skipIf(browserPath === undefined)(
  'whoever signs in next finds nothing of the one before, even where no one signed out',
  async () => {
    await using window = await opened.window({ path: '/audiences/contacts' });
    const { page } = window;
    await page.getByRole('link', { name: '+14155550001' }).waitFor();
    await untilKept(page, ['messaging.contacts.list']);

    await page.goto(`${opened.serving.baseUrl}/register`);
    await page.getByLabel('Your name').fill('Grace Example');
    await page.getByLabel('E-mail').fill('grace@example.com');
    await page.getByLabel('Password', { exact: true }).fill('the sea is calm tonight');
    await page.getByLabel('Workspace name').fill('Compilers');
    await page.getByRole('button', { name: 'Create an account' }).click();
    await page.getByRole('button', { name: 'Compilers' }).waitFor();
    await untilKept(page, ['messaging.campaigns.list']);

    expect(JSON.stringify(await keptIn(page))).not.toContain('+14155550001');
  },
);

test.skipIf(browserPath === undefined)('what is kept stays below 20 MB and a day: the oldest goes first', async () => {
  await using window = await opened.window({ path: '/audiences/contacts' });
  const { page } = window;
  await page.getByRole('link', { name: '+14155550001' }).waitFor();
  await untilKept(page, ['messaging.contacts.list']);

  await page.evaluate(fill);
  await page.reload();
  const kept = await until(
    'the store is small again',
    () => page.evaluate<readonly (readonly [name: string, size: number])[]>(sizes),
    (rows) => rows.reduce((sum, [, size]) => sum + size, 0) <= 16_000_000,
  );

  const names = kept.map(([name]) => name);
  expect(names).toContain('large 29');
  expect(names).not.toContain('large 0');
  expect(names).not.toContain('yesterday');
});

/** More than may be kept, each answer a minute older than the next, and something of yesterday. */
const fill = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('marquee-reads', 1);
  opening.onsuccess = () => {
    const transaction = opening.result.transaction('answers', 'readwrite');
    const put = (name, at, size) =>
      transaction.objectStore('answers').put({ name, at, size, body: new Uint8Array(size) });
    for (let n = 0; n < 30; n += 1) put('large ' + n, Date.now() - (30 - n) * 60_000, 900_000);
    put('yesterday', Date.now() - 25 * 3_600_000, 10);
    transaction.onerror = () => reject(transaction.error);
    transaction.oncomplete = () => {
      opening.result.close();
      resolve(true);
    };
  };
})`;

const sizes = `new Promise((resolve) => {
  const opening = indexedDB.open('marquee-reads', 1);
  opening.onsuccess = () => {
    const all = opening.result.transaction('answers').objectStore('answers').getAll();
    all.onsuccess = () => {
      opening.result.close();
      resolve(all.result.map(({ name, size }) => [name, size]));
    };
  };
})`;

test.skipIf(browserPath === undefined)('who signs out without the server is signed out for good', async () => {
  await using window = await opened.window({ path: '/audiences/contacts' });
  const { page } = window;
  await page.getByText('in all').waitFor();
  await untilKept(page, ['messaging.contacts.list']);

  await opened.serving.kill();
  await page.getByText('Offline since').waitFor();
  await page.getByRole('button', { name: 'Account of' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to Marquee' }).waitFor();
  expect(await keptIn(page)).toEqual([]);
  await opened.serving.startAgain();
  await page.goto(`${opened.serving.baseUrl}/audiences/contacts`);

  await page.getByRole('heading', { name: 'Sign in to Marquee' }).waitFor();
  await until(
    'the cookie is gone',
    () => page.context().cookies(),
    (cookies) => cookies.length === 0,
  );
});

/** What the browser itself says of calls that reach nobody is no fault of the page. */
function complaintsOf({ complaints }: ConsoleWindow): readonly string[] {
  return complaints.filter((text) => !/Failed to load resource|net::ERR_/.test(text));
}

/** Everything that is kept of reads, as text. */
async function keptIn(page: Page): Promise<readonly (readonly [name: string, text: string])[]> {
  const look = `new Promise((resolve, reject) => {
    const opening = indexedDB.open('marquee-reads', 1);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const all = opening.result.transaction('answers').objectStore('answers').getAll();
      all.onerror = () => reject(all.error);
      all.onsuccess = () => {
        opening.result.close();
        resolve(all.result.map(({ name, body }) => [name, new TextDecoder().decode(body)]));
      };
    };
  })`;
  return await page.evaluate<readonly (readonly [string, string])[]>(look);
}

/** Waits until reads of these operations and the console's own files are on this device. */
async function untilKept(page: Page, operations: readonly string[]): Promise<void> {
  await until(
    'the reads are kept',
    () => keptIn(page),
    (kept) => operations.every((operation) => kept.some(([name]) => name.includes(`"${operation}"`))),
  );
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
}
