import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMarqueeTrpc } from '@marquee/sdk/trpc';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askForColors, signIn, violationsOf } from '../../harness/console/console.ts';
import {
  bundleDesktop,
  electronPath,
  hasDisplay,
  installForOrdinaryUser,
  openDisplay,
} from '../../harness/console/desktop.ts';
import { startAgain, startDesktop } from '../../harness/console/desktop.ts';
import type { Desktop, Display, InstalledDesktop } from '../../harness/console/desktop.ts';
import { giveAway } from '../../harness/console/ordinary-user.ts';
import { startServing, type Serving } from '../../harness/serving.ts';
import { until } from '../../harness/until.ts';

const canRun = electronPath !== undefined && hasDisplay;
const stack = new AsyncDisposableStack();
let display: Display;
let checkout: InstalledDesktop;
let installed: InstalledDesktop;
let serving: Serving;

beforeAll(async () => {
  if (!canRun) return;
  checkout = stack.use(await bundleDesktop());
  installed = stack.use(await installForOrdinaryUser(checkout));
  display = stack.use(await openDisplay());
  serving = stack.use(await startServing());
}, 240_000);

afterAll(() => stack.disposeAsync(), 60_000);

/** Adds a script to the page, and answers which rule of its policy blocked it. */
const inlineScript = `new Promise((resolve) => {
  document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
  const script = document.createElement('script');
  script.textContent = 'window.wasRun = true';
  document.body.append(script);
})`;

const policyOfPage = `fetch(location.href).then(({ headers }) => headers.get('content-security-policy'))`;

async function freshUser(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'marquee-desktop-'));
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  await giveAway(folder);
  return folder;
}

async function connected(userData: string, args: readonly string[] = []): Promise<Desktop> {
  const desktop = await startDesktop({ installed, display, userData, args });
  const { page } = desktop;
  await page.getByLabel('Server address').fill(serving.baseUrl);
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByRole('heading', { name: 'Sign in to Marquee' }).waitFor();
  await signIn(page);
  return desktop;
}

test.skipIf(!canRun)(
  'while its server is away the window shows what was read, and goes on when it is back',
  { timeout: 300_000 },
  async () => {
    await using desktop = await connected(await freshUser());
    const { page } = desktop;
    await page.getByRole('link', { name: 'Members' }).click();
    await page.getByText('ann@example.com').first().waitFor();

    await serving.kill();
    await page.getByText('Offline since').waitFor();
    await page.getByRole('link', { name: 'Contacts' }).click();
    await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
    await page.getByRole('link', { name: 'Members' }).click();
    await page.getByText('ann@example.com').first().waitFor();
    await serving.startAgain();

    await page.getByText('Offline since').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Contacts' }).click();
    await page.getByText('No contacts yet').waitFor();
  },
);

test.skipIf(!canRun)(
  'a person connects to a server, changes something and sees what others change',
  { timeout: 180_000 },
  async () => {
    const userData = await freshUser();
    await using desktop = await connected(userData);
    const { page, complaints } = desktop;
    const api = createMarqueeTrpc({ baseUrl: serving.baseUrl, token: () => serving.apiKey });

    await page.getByRole('link', { name: 'Contacts', exact: true }).click();
    await page.getByRole('button', { name: 'Add contact' }).first().click();
    await page.getByLabel('Phone number').fill('+14155550007');
    await page.getByRole('dialog').getByRole('button', { name: 'Add contact' }).click();
    await page.getByText('+14155550007 was added').waitFor();
    expect((await api.messaging.contacts.list.query({ phone_prefix: '+14155550007' })).items).toHaveLength(1);

    await page.getByText('Live', { exact: true }).waitFor();
    await api.messaging.contacts.create.mutate({ phone_e164: '+14155550008', consent_state: 'OPT_IN' });
    await page.getByText(/\d+ new/).waitFor();

    expect(await page.evaluate('JSON.stringify({ ...localStorage })')).not.toMatch(/token|eyJ/);
    expect(complaints).toEqual([]);
  },
);

test.skipIf(!canRun)(
  'the page reaches neither Node, nor other pages, nor code that is not a file',
  { timeout: 120_000 },
  async () => {
    await using desktop = await startDesktop({ installed, display, userData: await freshUser() });
    const { app, page } = desktop;
    await page.getByRole('heading', { name: 'Where is your workspace?' }).waitFor();

    expect(await page.evaluate('[typeof require, typeof process]')).toEqual(['undefined', 'undefined']);
    const blocked = await page.evaluate(inlineScript);
    expect(blocked).toBe('script-src-elem');
    // No server is chosen, so none may be called.
    expect(await page.evaluate(`fetch(${JSON.stringify(serving.baseUrl)}).then(String, () => 'refused')`)).toBe(
      'refused',
    );

    await app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Reflect.set(globalThis, 'opened', opened);
      shell.openExternal = async (url) => void opened.push(url);
    });
    await page.evaluate("void window.open('https://example.com/popup')");
    await page.evaluate("void window.open('file:///etc/passwd')");
    await page.evaluate("location.assign('https://example.com/away')");
    const opened = () => app.evaluate(() => Reflect.get(globalThis, 'opened') as readonly string[]);
    await until('links are handed to the browser', opened, (urls) => urls.length === 2);
    expect(await opened()).toEqual(['https://example.com/popup', 'https://example.com/away']);
    expect(page.url()).toBe('app://marquee/');
    expect(app.windows()).toHaveLength(1);
    expect(await page.evaluate('Notification.requestPermission()')).toBe('denied');
  },
);

test.skipIf(!canRun)('a link opens its screen in the window that is there', { timeout: 180_000 }, async () => {
  const userData = await freshUser();
  await using desktop = await connected(userData);
  const { app, page } = desktop;

  await startAgain({ installed, display, userData, args: ['marquee://settings/members'] });
  await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();
  expect(page.url()).toBe('app://marquee/settings/members');

  await startAgain({ installed, display, userData, args: ['marquee:////evil.example/'] });
  expect(page.url()).toBe('app://marquee/settings/members');
  expect(app.windows()).toHaveLength(1);
});

test.skipIf(!canRun)(
  'a link that starts the application opens its screen once there is a server and a session',
  { timeout: 180_000 },
  async () => {
    await using desktop = await connected(await freshUser(), ['marquee://settings/members']);
    const { page } = desktop;

    await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();
    expect(page.url()).toBe('app://marquee/settings/members');
  },
);

test.skipIf(!canRun)(
  'a notice is the system’s own, and a click on it opens its screen',
  { timeout: 180_000 },
  async () => {
    await using desktop = await connected(await freshUser());
    const { app, page } = desktop;
    await app.evaluate(({ Notification }) => {
      // No service of this system would show it, and nobody click on it: what listens to the click is kept.
      Notification.isSupported = () => true;
      const keep = function once(this: Electron.Notification, event: 'click', heard: () => void) {
        Reflect.set(globalThis, 'shown', this);
        return this.on(event, heard);
      };
      Reflect.set(Notification.prototype, 'once', keep);
    });

    const notice = { title: 'Spring promotion failed', body: 'Its sender was refused', path: '/settings/members' };
    await page.evaluate(`marqueeDesktop.notify(${JSON.stringify(notice)})`);
    const shown = await app.evaluate(() => {
      const { title, body } = Reflect.get(globalThis, 'shown') as Electron.Notification;
      return { title, body };
    });
    expect(shown).toEqual({ title: notice.title, body: notice.body });

    await app.evaluate(() => void (Reflect.get(globalThis, 'shown') as Electron.Notification).emit('click'));
    await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();

    const outside = { ...notice, path: 'https://example.com/' };
    expect(
      await page.evaluate(`marqueeDesktop.notify(${JSON.stringify(outside)}).then(() => 'shown', () => 'refused')`),
    ).toBe('refused');
  },
);

test.skipIf(!canRun)(
  'a window that was on a display that is gone comes back on one that is there',
  { timeout: 120_000 },
  async () => {
    const userData = await freshUser();
    const gone = { bounds: { x: 9000, y: 5000, width: 1000, height: 700 }, isMaximized: false };
    await writeFile(join(userData, 'window.json'), JSON.stringify(gone));
    await giveAway(join(userData, 'window.json'));

    await using desktop = await startDesktop({ installed, display, userData });
    const { window, area } = await desktop.app.evaluate(({ BrowserWindow, screen }) => ({
      window: BrowserWindow.getAllWindows()[0]?.getBounds() ?? { x: -1, y: -1, width: 0, height: 0 },
      area: screen.getPrimaryDisplay().workArea,
    }));
    expect(window).toMatchObject({ width: 1000, height: 700 });
    expect([window.x >= area.x, window.x + window.width <= area.x + area.width]).toEqual([true, true]);
    expect([window.y >= area.y, window.y + window.height <= area.y + area.height]).toEqual([true, true]);
  },
);

test.skipIf(!canRun)('a page whose process ended is shown again', { timeout: 120_000 }, async () => {
  await using desktop = await startDesktop({ installed, display, userData: await freshUser() });
  const { app, page } = desktop;
  await page.getByRole('heading', { name: 'Where is your workspace?' }).waitFor();
  const before = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  );

  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  const look = () =>
    app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return { title: contents?.getTitle(), pid: contents?.getOSProcessId(), isCrashed: contents?.isCrashed() };
    });
  const isAgain = (seen: Awaited<ReturnType<typeof look>>) =>
    seen.pid !== before && seen.title === 'Where is your workspace? · Marquee';
  const after = await until('the page is there again', look, isAgain);
  expect(after.isCrashed).toBe(false);
});

test.skipIf(!canRun)(
  'the next start remembers the server and the window, and no token is written where there is no keychain',
  { timeout: 180_000 },
  async () => {
    const userData = await freshUser();
    const bounds = { x: 60, y: 40, width: 1000, height: 700 };
    {
      await using desktop = await connected(userData);
      await desktop.app.evaluate(
        ({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place),
        bounds,
      );
      await until(
        'the window has moved',
        () => desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds()),
        (now) => now?.width === bounds.width && now.x === bounds.x,
      );
    }
    await expect(readFile(join(userData, 'tokens.json'))).rejects.toThrow('ENOENT');

    await using again = await startDesktop({ installed, display, userData });
    await again.page.getByRole('heading', { name: 'Sign in to Marquee' }).waitFor();
    await again.page.getByText('you will sign in again').waitFor();
    const place = await again.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    expect(place).toEqual(bounds);
  },
);

test.skipIf(!canRun)(
  'a server starts on this computer, part by part, and ends with the application',
  { timeout: 240_000 },
  async () => {
    const userData = await freshUser();
    let url = '';
    {
      await using desktop = await startDesktop({ installed: checkout, display, userData });
      const { page } = desktop;
      await page.getByRole('button', { name: 'Run on this computer' }).click();
      await page.getByRole('listitem').filter({ hasText: 'Workflow engine' }).waitFor();
      await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor({ timeout: 200_000 });
      const policy = await page.evaluate(policyOfPage);
      url = /connect-src 'self' (http:\S+?);/.exec(String(policy))?.[1] ?? '';
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    }
    await expect(fetch(`${url}/health/ready`)).rejects.toThrow('fetch failed');
  },
);

test.skipIf(!canRun)(
  'axe finds nothing wrong with the choice of a server, and refusals say what to do',
  { timeout: 120_000 },
  async () => {
    await using desktop = await startDesktop({ installed, display, userData: await freshUser() });
    const { page } = desktop;
    await page.getByLabel('Server address').fill('http://marquee.example.com');
    await page.keyboard.press('Enter');
    await page.getByText('Only https is accepted').waitFor();
    await page.getByLabel('Server address').fill('127.0.0.1:9');
    await page.keyboard.press('Enter');
    await page.getByText('No server answered').waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await askForColors(page, theme);
      await page.screenshot({ path: join(tmpdir(), `marquee-desktop-${theme}.png`) });
      expect(await violationsOf(page)).toEqual([]);
    }
  },
);
