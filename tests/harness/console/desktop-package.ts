import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findEngine } from '@marquee/server/testing';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { until } from '../until.ts';
import { electronPath, type Display } from './desktop.ts';
import { giveAway, ordinaryUser, permitSandbox } from './ordinary-user.ts';

const bootstrap = fileURLToPath(new URL('../../../tools/bootstrap/run.mjs', import.meta.url));

/** The application to run, and what a deb of it would be made from. */
export interface DesktopPackage {
  /** Nobody may write to what is in it. */
  readonly folder: string;
  /** What electron-builder asked for. */
  readonly fpmArgs: readonly string[];
  readonly desktopEntry: string;
}

/** Takes the place of the program that makes packages for Linux, which electron-builder would download, and keeps what it was asked for. */
const recordingFpm = `#!/bin/sh
here=$(dirname "$0")
printf '%s\\n' "$@" > "$here/args"
for each in "$@"; do
  case "$each" in *.desktop=/*) cp "\${each%%=*}" "$here/entry.desktop" ;; esac
done
while [ $# -gt 0 ]; do
  if [ "$1" = --package ]; then : > "$2"; fi
  shift
done
`;

/** Packages the application as `npm run desktop -- package` does, with the server inside. */
export async function packageDesktop(out: string): Promise<DesktopPackage> {
  const tools = join(out, 'tools');
  await mkdir(tools, { recursive: true });
  await writeFile(join(tools, 'fpm'), recordingFpm, { mode: 0o755 });
  const electron = dirname(electronPath ?? '');
  const version = (await readFile(join(electron, 'version'), 'utf8')).trim();
  const args = ['desktop', 'package', '--electron-dist', electron, '--electron-version', version, '--out', out];
  const deb = ['--installers', 'deb', '--maintainer', 'Ann <ann@example.com>', '--homepage', 'https://example.com/'];
  await promisify(execFile)(process.execPath, [bootstrap, ...args, ...deb], {
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, USE_SYSTEM_FPM: 'true', PATH: [tools, process.env['PATH']].join(delimiter) },
  });
  const folder = join(out, 'linux-unpacked');
  await permitSandbox(folder);
  // Keeps the right to be deleted.
  await promisify(execFile)('chmod', ['-R', 'a-w', join(folder, 'resources')]);
  const fpmArgs = (await readFile(join(tools, 'args'), 'utf8')).split('\n');
  return { folder, fpmArgs, desktopEntry: await readFile(join(tools, 'entry.desktop'), 'utf8') };
}

/** A user's folder with nothing in it but the engine, where a download would put it. */
export async function freshHome(parent: string): Promise<string> {
  const engine = await findEngine({ environment: process.env });
  if (engine === undefined) throw new Error('this machine has no Temporal server: `npm start` gets one');
  const home = join(parent, 'home');
  const isOwn = basename(engine.path).startsWith('temporal-dev-');
  const cache = join(home, '.cache/marquee', isOwn ? '' : 'temporal-cli');
  await mkdir(cache, { recursive: true });
  await copyFile(engine.path, join(cache, isOwn ? basename(engine.path) : 'temporal-cli-copied'));
  for (const folder of ['', '.cache', '.cache/marquee']) await giveAway(join(home, folder));
  return home;
}

/** The packaged application while it runs. Its switches are those of a package: no debugger of Node, so only its page is driven. */
export interface PackagedDesktop extends AsyncDisposable {
  readonly pid: number;
  readonly page: Page;
  /** Errors and warnings of the page, and what was thrown and not caught. */
  readonly complaints: readonly string[];
  /** What the page wrote for the test, after `marker`. */
  readonly told: readonly string[];
  /** Closes its window, as a person does, and waits for its end. */
  readonly quit: () => Promise<number | null>;
  readonly crash: () => Promise<void>;
}

/** Begins what a page writes for its test. */
export const marker = 'test:';

/** Starts the application of a folder with nothing of this machine but a display: no programs, another folder, an empty home. */
export async function startPackaged(folder: string, home: string, display: Display): Promise<PackagedDesktop> {
  const child = spawn(join(folder, 'marquee'), ['--remote-debugging-port=0'], {
    cwd: '/',
    env: { HOME: home, PATH: '', DISPLAY: display.name, LANG: 'en_US.UTF-8' },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...ordinaryUser,
  });
  const exited = once(child, 'exit');
  const kill = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await exited;
  };
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text));
  try {
    const address = await until(
      'the application shows its page',
      async () => {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended: ${printed}`);
        return /DevTools listening on (ws:\S+)/.exec(printed)?.[1] ?? '';
      },
      (url) => url !== '',
    );
    const page = await pageAt(address);
    return {
      pid: child.pid ?? 0,
      page,
      ...listenTo(page),
      async quit() {
        await page.close();
        await exited;
        return child.exitCode;
      },
      crash: kill,
      [Symbol.asyncDispose]: kill,
    };
  } catch (error) {
    await kill();
    throw error;
  }
}

/** The page of an application whose debugger listens there. */
async function pageAt(address: string): Promise<Page> {
  // Joined before its page is there, it can leave the question unanswered.
  const pages = new URL('/json/list', address.replace('ws:', 'http:'));
  const list = async () => await (await fetch(pages, { signal: AbortSignal.timeout(5000) })).text();
  await until('the page is listed', list, (text) => text.includes('app://marquee'));
  const attach = () => chromium.connectOverCDP(address, { noDefaults: true, timeout: 20_000 });
  const browser = await until('the page can be driven', attach, () => true);
  const look = async () => browser.contexts()[0]?.pages()[0] ?? null;
  const page = await until('there is a window', look, (found) => found !== null);
  if (page === null) throw new Error('there is no window');
  return page;
}

function listenTo(page: Page) {
  const complaints: string[] = [];
  const told: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const text = message.text();
    if (text.startsWith(marker)) told.push(text.slice(marker.length));
    else if (['error', 'warning'].includes(message.type())) complaints.push(text);
  });
  return { complaints, told };
}

/** A process of this machine, as the system tells of it. */
export interface SeenProcess {
  readonly pid: number;
  readonly command: string;
  /** Whether it may make only those system calls that a filter lets through. */
  readonly isFiltered: boolean;
}

/** Every process of an application and of its user's session: all that were started, however indirectly, with that home. */
export async function processesOf(folder: string, home: string): Promise<readonly SeenProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const seen = await Promise.all(pids.map(lookAt));
  // Chromium's processes write their command over their environment.
  return seen.filter((each) => each !== null).filter((each) => each.home === home || each.command.startsWith(folder));
}

async function lookAt(pid: string): Promise<(SeenProcess & { readonly home: string | undefined }) | null> {
  try {
    const read = (name: string) => readFile(join('/proc', pid, name), 'utf8');
    const [environment, command, status] = await Promise.all([read('environ'), read('cmdline'), read('status')]);
    return {
      pid: Number(pid),
      command: command.replaceAll('\0', ' '),
      isFiltered: /^Seccomp:\s+2$/m.test(status),
      home: /(?:^|\0)HOME=([^\0]*)/.exec(environment)?.[1],
    };
  } catch {
    // It ended meanwhile.
    return null;
  }
}
