import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserPath } from '../harness/console/browser.ts';
import { openConsoleWithCarrier, type ConsoleWithCarrier } from '../harness/console/console-with-carrier.ts';
import { settled, violationsInBothSchemes, violationsOf } from '../harness/console/console.ts';
import { isNoMore, pageMemory } from '../harness/page-memory.ts';
import { walkTo } from '../harness/page-walk.ts';
import { openShop, type Shop } from '../harness/shop/shop.ts';
import { until } from '../harness/until.ts';
import { routesOf, type Route } from './routes.ts';
import { shots, sizeOf, take } from './shots.ts';

// A page without a form, a chart or a list of records: what stays while it is shown is not its own.
const rest: Route = { path: '/settings/limits', heading: 'Rate limits' };

const stack = new AsyncDisposableStack();
let opened: ConsoleWithCarrier;
let shop: Shop;

beforeAll(async () => {
  if (browserPath === undefined) return;
  opened = stack.use(await openConsoleWithCarrier({ MARQUEE_WEBHOOKS_PRIVATE: '1' }));
  shop = await openShop(opened.serving, opened.carrier);
}, 400_000);

afterAll(() => stack.disposeAsync(), 60_000);

test.skipIf(browserPath === undefined)(
  'each screen and each page before the sign-in is among the pages below',
  async () => {
    const all = await pathsOfConsole();
    const visited = new Set(routesOf(shop).map(({ path }) => screenOf(all, path)));

    expect(all.filter((path) => !visited.has(path))).toEqual([]);
  },
);

// Before the others, while the shop is as it was made.
test.skipIf(browserPath === undefined)('pictures can still be taken of every screen that documents show', async () => {
  await using window = await opened.window({ colorScheme: 'dark' });

  for (const shot of shots.filter(({ isOpen = false }) => !isOpen)) {
    const picture = await take(window.page, shot, shop);
    expect({ name: shot.name, ...sizeOf(picture) }).toEqual({ name: shot.name, width: 1280, height: 800 });
  }

  expect(window.complaints).toEqual([]);
});

test.skipIf(browserPath === undefined)(
  'axe finds nothing wrong with any page or dialog, in light or dark, and no page complains',
  { timeout: 900_000 },
  async () => {
    await using inside = await opened.window();
    await using outside = await opened.window({ isSignedIn: false });
    const found: string[] = [];
    for (const route of routesOf(shop)) {
      found.push(...(await violationsAt(route.isOpen === true ? outside.page : inside.page, route)));
    }
    expect(found).toEqual([]);
    // A record that is not there is a refusal of the server, which the browser logs.
    const complaints = inside.complaints.filter((text) => !text.includes('404 (Not Found)'));
    expect([...complaints, ...outside.complaints]).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)('a page or dialog that was left leaves nothing behind', async () => {
  await using window = await opened.window({ path: rest.path });
  const { page } = window;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const alive = await pageMemory(page);
  const routes = routesOf(shop).filter(({ isOpen }) => isOpen !== true);
  const goRound = async (round: readonly Route[]) => {
    for (const route of [...round, rest]) await walkTo(page, route);
  };
  // The first round loads what pages need, the second fills what is kept for the next visit.
  for (let round = 0; round < 2; round += 1) await goRound(routes);
  const before = await alive();

  for (let round = 0; round < 4; round += 1) await goRound(routes);

  await until('what was left is gone', alive, (now) => isNoMore(now, before)).catch(async (cause: unknown) => {
    const left = [];
    for (const route of routes) {
      const first = await alive();
      for (let visit = 0; visit < 4; visit += 1) await goRound([route]);
      const then = await alive();
      if (!isNoMore(then, first))
        left.push(`${route.path}: ${JSON.stringify(first)} before, ${JSON.stringify(then)} after`);
    }
    throw new Error(['Something is left behind', ...left].join('\n'), { cause });
  });
});

test.skipIf(browserPath === undefined)('palette, shortcuts, menus and jobs are as free of faults', async () => {
  await using window = await opened.window({ path: '/audiences/contacts' });
  const { page } = window;

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or jump to' }).fill('contacts');
  await page.getByRole('option', { name: 'messaging.contacts.create' }).waitFor();
  await settled(page);
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await settled(page);
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Account of' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  await settled(page);
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: '2 jobs running' }).click();
  await page.getByRole('link', { name: 'Campaign send' }).first().waitFor();
  await settled(page);
  expect(await violationsOf(page)).toEqual([]);
  expect(window.complaints).toEqual([]);
});

test.skipIf(browserPath === undefined)(
  'in the pseudo language no text is left in English, and nothing is cut off sideways',
  async () => {
    await using window = await opened.window({ path: '/audiences/contacts' });
    const { page } = window;
    await page.evaluate('localStorage.setItem("marquee.locale", "pseudo")');
    for (const path of [
      ...['/', '/audiences/contacts', '/audiences/whatsapp-templates', '/campaigns/messages'],
      ...['/settings/senders?add=whatsapp', '/settings/members', '/settings/workspace'],
    ]) {
      await page.goto(opened.serving.baseUrl + path);
      await page.locator('main h1', { hasText: /^\[.*\]$/ }).waitFor();
      await settled(page);

      const buttons = await page.locator('main button:visible').allInnerTexts();
      const width = await page.evaluate('document.documentElement.scrollWidth - innerWidth');

      expect(buttons.filter((text) => text !== '' && !text.startsWith('['))).toEqual([]);
      expect(width).toBeLessThanOrEqual(0);
    }
  },
);

test.skipIf(browserPath === undefined)(
  'enlarged to 200 %, nothing is cut off sideways, and what a page is for can be reached',
  async () => {
    await using window = await opened.window();
    const { page } = window;
    await page.setViewportSize({ width: 640, height: 400 });
    const paths = ['/', '/audiences/contacts', `/audiences/segments/${shop.segment}`, '/operations/jobs'];
    for (const path of [...paths, `/campaigns/messaging/${shop.draft}`, '/settings/workspace']) {
      await page.goto(opened.serving.baseUrl + path);
      await page.locator('main h1').waitFor();
      await settled(page);

      const cutOff = await page.evaluate(`[document.documentElement, document.querySelector('main')]
        .map((one) => one.scrollWidth - one.clientWidth)`);
      const buttons = page.getByRole('main').getByRole('button');
      for (const button of await buttons.all()) await button.scrollIntoViewIfNeeded();

      expect([path, cutOff]).toEqual([path, [0, 0]]);
    }
    await page.goto(`${opened.serving.baseUrl}/audiences/contacts`);
    const row = page.getByRole('link', { name: /^\+\d+$/ }).first();
    await row.click();
    await page.getByRole('heading', { level: 1, name: /^\+\d+$/ }).waitFor();
    await page.getByRole('link', { name: 'Rate limits' }).click();
    await page.getByRole('heading', { level: 1, name: 'Rate limits' }).waitFor();
    expect(window.complaints).toEqual([]);
  },
);

async function violationsAt(page: Page, { path, heading, dialogs = [], menu = [] }: Route): Promise<readonly string[]> {
  await page.goto(opened.serving.baseUrl + path);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  const found = (await violationsInBothSchemes(page)).map((violation) => `${path}: ${violation}`);
  const main = page.getByRole('main');
  for (const name of dialogs) {
    await main.getByRole('button', { name, exact: true }).first().click();
    found.push(...(await violationsOfDialog(page)).map((violation) => `${path}, ${name}: ${violation}`));
  }
  for (const name of menu) {
    await main.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name, exact: true }).click();
    found.push(...(await violationsOfDialog(page)).map((violation) => `${path}, ${name}: ${violation}`));
  }
  return found;
}

/** What is wrong with the dialog that opens; it is closed again, and leaves the focus somewhere on the page. */
async function violationsOfDialog(page: Page): Promise<readonly string[]> {
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  const found = await violationsInBothSchemes(page);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  const hasFocus = await page
    .waitForFunction('document.activeElement !== document.body')
    .then(() => true)
    .catch(() => false);
  return hasFocus ? found : [...found, 'the focus is lost'];
}

/** The paths of every page, as the console itself lists them. */
async function pathsOfConsole(): Promise<readonly string[]> {
  const renderer = new URL('../../apps/console/src/renderer/', import.meta.url).href;
  const [{ domains }, { authRoutes }] = (await Promise.all([
    import(/* @vite-ignore */ `${renderer}screens.ts`),
    import(/* @vite-ignore */ `${renderer}auth/auth.routes.ts`),
  ])) as [
    { readonly domains: readonly { readonly screens: readonly { readonly path: string }[] }[] },
    { readonly authRoutes: readonly { readonly path: string }[] },
  ]; // the console is a program of its own, which no other imports: its types stay there
  return [...authRoutes, ...domains.flatMap(({ screens }) => screens)].map(({ path }) => path);
}

/** The screen that a page is of: the one that is named so, else the one whose parameters it fills in. */
function screenOf(all: readonly string[], page: string): string | undefined {
  const path = page.replace(/[?#].*$/, '');
  const fits = (screen: string) => new RegExp(`^${screen.replaceAll(/\$\w+/g, '[^/]+')}$`).test(path);
  return all.find((screen) => screen === path) ?? all.find(fits);
}
