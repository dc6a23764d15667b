import { bundleDesktop, electronPath, openDisplay, type Display } from '@marquee/tests/harness/console/desktop.ts';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import type { Installation } from '../harness/installation.ts';
import { median } from '../harness/measure.ts';

/** How long a start of the packaged desktop takes, in milliseconds from the start of its process; the medians of some. */
export interface DesktopStart {
  readonly firstPaintMs: number;
  /** The sign-in can be typed into. */
  readonly signInMs: number;
  /** The rows of a list are on screen; the time in which somebody types a password is taken out. */
  readonly rowsMs: number;
}

const run = promisify(execFile);
const packageScript = fileURLToPath(new URL('../../../apps/console/desktop/package.mjs', import.meta.url));
const pageClock = new URL('./page-clock.js', import.meta.url);
const starts = 5;

/** Packages the desktop as it is given to people, and starts it where it knows a server already. */
export async function desktopStart(installation: Installation): Promise<DesktopStart> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'marquee-bench-desktop-'));
  const program = await packaged(join(folder.path, 'release'));
  const home = join(folder.path, 'home');
  await mkdir(home);
  // What an earlier start leaves, at which somebody chose the server.
  const settings = { server: { kind: 'remote', url: installation.url }, theme: 'light' };
  await writeFile(join(home, 'settings.json'), JSON.stringify(settings));
  await using display = await openDisplay();
  const measured: DesktopStart[] = [];
  // The first one reads the program from the disk.
  for (let start = 0; start <= starts; start += 1)
    measured.push(await oneStart({ program, home, display, installation }));
  const middle = (of: keyof DesktopStart) => median(measured.slice(1).map((each) => each[of]));
  return { firstPaintMs: middle('firstPaintMs'), signInMs: middle('signInMs'), rowsMs: middle('rowsMs') };
}

/** Archive, fuses and all, around the Electron that there is. */
async function packaged(out: string): Promise<string> {
  if (electronPath === undefined)
    throw new Error('There is no Electron here; node tools/bootstrap/prepare-electron.mjs brings one');
  await bundleDesktop();
  const electron = dirname(electronPath);
  const version = (await readFile(join(electron, 'version'), 'utf8')).trim().replace(/^v/, '');
  await run(process.execPath, [
    packageScript,
    ...['--electron-dist', electron, '--electron-version', version, '--out', out],
  ]);
  return join(out, 'linux-unpacked/marquee');
}

interface StartOptions {
  readonly program: string;
  readonly home: string;
  readonly display: Display;
  readonly installation: Installation;
}

async function oneStart({ program, home, display, installation }: StartOptions): Promise<DesktopStart> {
  const { PATH = '' } = process.env;
  // Chromium refuses its sandbox to root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const spawnedAt = now();
  const child = spawn(
    program,
    [...asRoot, `--user-data-dir=${home}`, '--remote-debugging-port=0', 'marquee://audiences/contacts'],
    // A home of its own: the application makes itself the one that opens marquee: links.
    { env: { PATH, HOME: home, DISPLAY: display.name, LANG: 'en_US.UTF-8' }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  await using _ended = ending(child);
  // As any browser, without Playwright's own settings: Electron has no contexts to make, and the package no inspector of Node's.
  const devtools = await devtoolsOf(child);
  await untilPage(devtools);
  await using browser = await chromium.connectOverCDP(devtools, { noDefaults: true });
  const page = await firstPage(browser);
  await page.evaluate(await readFile(pageClock, 'utf8'));
  const signInAt = Number(await page.evaluate(seen("document.querySelector('input[type=email]') !== null")));
  const toRowsMs = await signIn(page, installation.demo);
  const firstPaintAt = Number(
    await page.evaluate("performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0].startTime"),
  );
  const signInMs = signInAt - spawnedAt;
  return { firstPaintMs: firstPaintAt - spawnedAt, signInMs, rowsMs: signInMs + toRowsMs };
}

/** Playwright waits for ever for a page to which it was attached before the application had given it an address. */
async function untilPage(devtools: string): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (performance.now() < deadline) {
    const pages = (await (await fetch(`${devtools}/json/list`)).json()) as readonly { readonly url: string }[]; // the protocol's own shape
    if (pages.some(({ url }) => url.startsWith('app://'))) return;
    await pause(5);
  }
  throw new Error('the desktop opened no page');
}

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('the desktop has no context');
  return context.pages()[0] ?? (await context.waitForEvent('page'));
}

/** Signs in; answers how long it took from the press of the button to the rows. */
async function signIn(page: Page, { email, password }: Installation['demo']): Promise<number> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  const taken = page.evaluate("clock.fromClick(() => document.querySelector('main [data-row]') !== null)");
  await page.getByRole('button', { name: 'Sign in' }).click();
  return Number(await taken);
}

function seen(what: string): string {
  return `clock.seen(() => ${what})`;
}

async function devtoolsOf(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.once('exit', (code) => reject(new Error(`the desktop ended with ${String(code)}`)));
  if (child.stderr === null) throw new Error('the desktop has no standard error');
  createInterface({ input: child.stderr }).on('line', (line) => {
    const host = /DevTools listening on ws:\/\/([^/]+)/.exec(line)?.[1];
    if (host !== undefined) resolve(`http://${host}`);
  });
  return await promise;
}

function ending(child: ChildProcess): AsyncDisposable {
  return {
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
