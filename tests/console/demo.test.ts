import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMarqueeTrpc } from '@marquee/sdk/trpc';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserPath } from '../harness/console/browser.ts';
import { openConsole, settled, signIn, violationsOf, type OpenConsole } from '../harness/console/console.ts';
import { until } from '../harness/until.ts';

interface DemoAccess {
  readonly email: string;
  readonly password: string;
  readonly apiKey: string;
}

let opened: OpenConsole;
let access: DemoAccess;

beforeAll(async () => {
  if (browserPath === undefined) return;
  opened = await openConsole({ MARQUEE_DEMO: '1' }, 'start');
  access = await demoAccess();
}, 300_000);

afterAll(async () => opened?.[Symbol.asyncDispose](), 60_000);

test.skipIf(browserPath === undefined)(
  'the first screen of the demo moves, and each of the first five things to do ticks itself',
  { timeout: 500_000 },
  async () => {
    await using window = await opened.window({ isSignedIn: false });
    const { page } = window;
    await signInToDemo(page);

    const first = await sentSoFar(page);
    await until(
      'the send goes on before one’s eyes',
      () => sentSoFar(page),
      (sent) => sent > first,
    );
    expect(await page.getByText('Simulated: nothing reaches a phone').isVisible()).toBe(true);
    await expectDone(page, 0);
    await settled(page);
    expect(await violationsOf(page)).toEqual([]);

    await page.getByRole('link', { name: 'Watch a send while it runs' }).click();
    await page.getByRole('heading', { level: 1, name: 'Demo send' }).waitFor();
    await page.getByText('Simulated').first().waitFor();
    await expectDone(page, 1);

    await page.getByRole('link', { name: 'Import contacts from a file' }).click();
    await importFile(page);
    await expectDone(page, 2);

    await page.getByRole('link', { name: 'Make a segment' }).click();
    await page.getByRole('link', { name: 'New segment' }).click();
    await page.getByRole('heading', { level: 1, name: 'New segment' }).waitFor();
    await page.getByLabel('Name').fill('Mine');
    await page.getByRole('button', { name: 'Create segment' }).click();
    await page.getByText('Mine').first().waitFor();
    await expectDone(page, 3);

    await page.getByRole('link', { name: 'Preview a campaign and send it' }).click();
    await page.getByRole('link', { name: 'Spring promotion' }).click();
    await page.getByRole('button', { name: 'Send now', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Send now', exact: true }).click();
    await expectDone(page, 4);

    await page.getByRole('link', { name: 'Copy a call as code' }).click();
    // The overview that is left shows its code, too.
    await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
    await page.context().grantPermissions(['clipboard-write']);
    await page.getByRole('main').getByRole('button', { name: 'Code', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Copy' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('Running now').waitFor();
    await page.getByText('Get going').waitFor({ state: 'detached' });
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'a later start sends nothing by itself; where nothing runs any more, a click sends again',
  { timeout: 400_000 },
  async () => {
    const api = createMarqueeTrpc({ baseUrl: opened.serving.baseUrl, token: () => access.apiKey });
    const demoSends = async () =>
      (await api.messaging.campaigns.list.query({ limit: 100 })).items.filter(({ name }) =>
        name.startsWith('Demo send'),
      );
    await opened.serving.kill();
    await opened.serving.startAgain();
    const [send, ...others] = await demoSends();
    expect(others).toEqual([]);
    if (send?.status === 'running') await api.messaging.campaigns.cancel.mutate({ campaign_id: send.id });
    await until(
      'nothing is sent',
      async () => (await api.messaging.campaigns.list.query({ status: 'running' })).items,
      (running) => running.length === 0,
    );

    await using window = await opened.window({ isSignedIn: false });
    const { page } = window;
    await signInToDemo(page);
    await page.getByRole('button', { name: 'Start a demo send' }).press('Enter');

    await page.getByRole('link', { name: 'Demo send 2' }).waitFor();
    await page.getByRole('button', { name: 'Start a demo send' }).waitFor({ state: 'detached' });
    expect((await demoSends()).length).toBe(2);
  },
);

test.skipIf(browserPath === undefined)(
  'a reset by keys says what goes, shows the demo as it began to every window, and unticks what was done',
  { timeout: 500_000 },
  async () => {
    await using window = await opened.window({ isSignedIn: false });
    await using other = await opened.window({ isSignedIn: false, path: '/audiences/segments' });
    const { page } = window;
    await signInToDemo(page);
    await signInToDemo(other.page);
    await other.page.getByText('Mine').waitFor();

    const button = page.getByRole('button', { name: 'Reset demo' });
    await button.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Reset the demo?' });
    await dialog.getByText('you stay signed in').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Reset demo');
    await button.press('Enter');
    await dialog.getByRole('button', { name: 'Reset demo' }).press('Enter');

    await page.getByText('The demo is being made anew').waitFor();
    await page.getByText('The demo is as it began.').waitFor();
    await page.getByText('Get going · 0 of 5 done').waitFor();
    await until(
      'its send moves',
      () => sentSoFar(page),
      (sent) => sent > 0,
    );
    await page.getByText('Demo data: nobody in it is real').waitFor();
    await other.page.getByText('Mine').waitFor({ state: 'detached' });
    await other.page.getByText('Premium customers').waitFor();
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'who leaves the demo has a workspace of their own, where everything is still to do, and finds back',
  { timeout: 300_000 },
  async () => {
    await using window = await opened.window({ isSignedIn: false });
    const { page } = window;
    await signInToDemo(page);

    await page.getByRole('button', { name: 'Leave demo' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Leave the demo' });
    await dialog.getByRole('radio', { name: 'Keep it' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Go on' }).press('Enter');
    await page.getByText('The demo stays as it is.').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Back to the demo' }).press('Enter');
    await page.getByText('Demo data: nobody in it is real').waitFor();
    await page.getByRole('button', { name: 'Leave demo' }).press('Enter');
    await dialog.getByRole('button', { name: 'Go on' }).press('Enter');
    await registerAs(page, 'grace@example.com', 'Compilers');

    await page.getByText('Get going · 0 of 5 done').waitFor();
    expect(await page.getByRole('button', { name: 'Leave demo' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Start a demo send' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Compilers' }).press('Enter');
    await page.getByRole('button', { name: 'Sign in to Demo' }).press('Enter');
    await signIn(page, { email: 'grace@example.com', password });
    await page.getByText('Demo data: nobody in it is real').waitFor();
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'in German, and in the widest texts, the ways out of the demo fit and are without fault',
  { timeout: 300_000 },
  async () => {
    await using window = await opened.window({ isSignedIn: false });
    const { page } = window;
    await signInToDemo(page);
    for (const locale of ['de', 'pseudo']) {
      await page.evaluate((chosen) => localStorage.setItem('marquee.locale', chosen), locale);
      await page.reload();
      const ways = page.getByRole('main').locator('[data-demo] button');
      for (const way of [0, 1]) {
        await ways.nth(way).press('Enter');
        const dialog = page.getByRole('dialog');
        await dialog.waitFor();
        expect([locale, way, await violationsOf(page)]).toEqual([locale, way, []]);
        const fits = await dialog.evaluate((one) => one.scrollWidth <= one.clientWidth);
        expect([locale, way, fits]).toEqual([locale, way, true]);
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
      }
    }
  },
);

test.skipIf(browserPath === undefined)(
  'who deletes the demo on leaving it is in their own workspace, and the demo is gone',
  { timeout: 300_000 },
  async () => {
    await using window = await opened.window({ isSignedIn: false });
    const { page } = window;
    await signInToDemo(page);

    await page.getByRole('button', { name: 'Leave demo' }).press('Enter');
    await page.getByRole('radio', { name: 'Delete it' }).press('Space');
    await page.getByRole('dialog').getByRole('button', { name: 'Go on' }).press('Enter');
    await page.getByText('the demo is deleted with everything in it').waitFor();
    await registerAs(page, 'ada@example.com', 'Engines');
    await page.getByText('Get going · 0 of 5 done').waitFor();

    const api = createMarqueeTrpc({ baseUrl: opened.serving.baseUrl, token: () => access.apiKey });
    await until(
      'the demo is gone',
      () => api.auth.me.query({}).then(String, (error: { data?: { code?: string } }) => error.data?.code),
      (code) => code === 'UNAUTHORIZED',
    );
    expect(window.complaints).toEqual([]);
  },
);

const password = 'the sea is calm tonight';

async function registerAs(page: Page, email: string, workspace: string): Promise<void> {
  await page.getByLabel('Your name').fill('Grace Example');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Workspace name').fill(workspace);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await page.getByRole('button', { name: workspace }).waitFor();
}

async function demoAccess(): Promise<DemoAccess> {
  const path = join(opened.serving.dataDir, 'demo.json');
  return JSON.parse(await readFile(path, 'utf8')) as DemoAccess; // written by the server
}

async function signInToDemo(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill(access.email);
  await page.getByLabel('Password', { exact: true }).fill(access.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Demo data: nobody in it is real').waitFor();
}

/** What the overview says of the demo's send. */
async function sentSoFar(page: Page): Promise<number> {
  const text = await page.getByText(/^\d+ of 400$/).innerText();
  return Number(text.split(' ')[0]);
}

async function expectDone(page: Page, count: number): Promise<void> {
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByText(`Get going · ${count} of 5 done`).waitFor();
}

async function importFile(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1, name: 'Imports' }).waitFor();
  await page.getByRole('main').getByRole('link', { name: 'Import a file' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Import contacts' }).waitFor();
  const buffer = Buffer.from('Mobile,Consent,name\n+14155559901,OPT_IN,Ada');
  await page.locator('input[type=file]').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('link', { name: 'Show contacts' }).waitFor();
}
