import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { _electron } from 'playwright-core';
import type { ElectronApplication, Page } from 'playwright-core';
import { patienceMs } from '../until.ts';
import { asOrdinaryUser, canBecomeOrdinary, permitSandbox } from './ordinary-user.ts';

const consoleFolder = fileURLToPath(new URL('../../../apps/console', import.meta.url));
const bundle = join(consoleFolder, 'desktop/dist');
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'marquee');

/** The Electron that this machine has, if any; tools/bootstrap/prepare-electron.mjs brings one. */
export const electronPath = [
  process.env['MARQUEE_ELECTRON'],
  join(consoleFolder, 'node_modules/electron/dist/electron'),
  join(cache, 'electron-22.3.25/electron'),
]
  .filter((path) => path !== undefined)
  .find((path) => existsSync(path));

/** Whether windows can be shown here, if only to nobody. */
export const hasDisplay = process.env['DISPLAY'] !== undefined || existsSync('/usr/bin/Xvfb');

/** A display that nobody looks at, or the one that there is. */
export interface Display extends AsyncDisposable {
  readonly name: string;
}

/** Starts a display unless there is one. */
export async function openDisplay(): Promise<Display> {
  const own = process.env['DISPLAY'];
  if (own !== undefined) return { name: own, [Symbol.asyncDispose]: async () => undefined };
  const args = ['-displayfd', '1', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const number = await new Promise<string>((resolve, reject) => {
    // It writes the number of the display when it takes windows.
    server.stdout.once('data', (bytes: Buffer) => resolve(bytes.toString().trim()));
    server.once('exit', () => reject(new Error('Xvfb ended')));
  });
  return {
    name: `:${number}`,
    async [Symbol.asyncDispose]() {
      server.kill();
      await ended;
    },
  };
}

/** The application with its window. */
export interface Desktop extends AsyncDisposable {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Errors and warnings of the page, and what was thrown and not caught. */
  readonly complaints: readonly string[];
}

/** The application as it is started: by what, and with what before its own arguments. */
export interface InstalledDesktop extends AsyncDisposable {
  readonly program: string;
  readonly args: readonly string[];
}

/** Bundles the application, and answers it as a checkout runs it. */
export async function bundleDesktop(): Promise<InstalledDesktop> {
  const run = promisify(execFile);
  await run(process.execPath, [join(consoleFolder, 'build.mjs')]);
  await run(process.execPath, [join(consoleFolder, 'desktop/build.mjs')]);
  // Chromium refuses its sandbox to root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return { program: electronPath ?? '', args: [bundle, ...asRoot], [Symbol.asyncDispose]: async () => undefined };
}

/** Copies it to where an ordinary user can start it, with the sandbox that root is refused. Who is no root needs no copy. */
export async function installForOrdinaryUser(bundled: InstalledDesktop): Promise<InstalledDesktop> {
  if (!(await canBecomeOrdinary(fileURLToPath(import.meta.url)))) return bundled;
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'marquee-electron-'));
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  await chmod(folder, 0o755);
  await cp(dirname(bundled.program), join(folder, 'electron'), { recursive: true });
  await permitSandbox(join(folder, 'electron'));
  await cp(bundle, join(folder, 'bundle'), { recursive: true });
  const program = join(folder, 'start.sh');
  await writeFile(program, asOrdinaryUser(join(folder, 'electron', basename(bundled.program))), { mode: 0o755 });
  const owned = stack.move();
  return { program, args: [join(folder, 'bundle')], [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** What the application is started with. */
export interface DesktopOptions {
  readonly installed: InstalledDesktop;
  readonly display: Display;
  /** Where it keeps what it remembers. */
  readonly userData: string;
  readonly args?: readonly string[];
}

/** Starts the application. */
export async function startDesktop(options: DesktopOptions): Promise<Desktop> {
  const app = await _electron.launch({
    executablePath: options.installed.program,
    args: argsFor(options),
    env: environment(options),
    timeout: patienceMs,
  });
  app.context().setDefaultTimeout(patienceMs);
  const page = await app.firstWindow({ timeout: patienceMs });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  return { app, page, complaints, [Symbol.asyncDispose]: () => app.close() };
}

/** Starts the application a second time, as the system does for a link; answers when that one has ended. */
export async function startAgain(options: DesktopOptions): Promise<void> {
  const env = environment(options);
  await promisify(execFile)(options.installed.program, argsFor(options), { env, timeout: patienceMs });
}

function argsFor({ installed, userData, args = [] }: DesktopOptions): string[] {
  return [...installed.args, `--user-data-dir=${userData}`, ...args];
}

function environment({ display, userData }: DesktopOptions): Record<string, string> {
  const { PATH = '', XDG_CACHE_HOME = dirname(cache) } = process.env;
  const own = { DISPLAY: display.name, LANG: 'en_US.UTF-8', MARQUEE_NODE: process.execPath };
  return { PATH, HOME: userData, XDG_CACHE_HOME, ...own };
}
