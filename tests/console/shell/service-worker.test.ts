import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '@marquee/server/testing';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserPath } from '../../harness/console/browser.ts';
import { patienceMs } from '../../harness/until.ts';

const consoleFolder = fileURLToPath(new URL('../../../apps/console/', import.meta.url));
const stack = new AsyncDisposableStack();
let folder: string;
let port: number;

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [join(consoleFolder, 'build.mjs')]);
  folder = await mkdtemp(join(tmpdir(), 'marquee-worker-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  await cp(join(consoleFolder, 'dist'), folder, { recursive: true });
  port = await freePort();
}, 240_000);

afterAll(() => stack.disposeAsync());

test.skipIf(browserPath === undefined)(
  'a new version is taken at the next load, and each opens whole without its server',
  { timeout: 300_000 },
  async () => {
    let server = await serve();
    await using cleanUp = new AsyncDisposableStack();
    cleanUp.defer(() => closed(server));
    const browser = await chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
    cleanUp.defer(() => browser.close());
    const page = await browser.newPage();
    page.setDefaultTimeout(patienceMs);
    const address = `http://127.0.0.1:${port}`;

    await page.goto(`${address}/sign-in`);
    await page.evaluate(register);
    await closed(server);
    await page.goto(`${address}/register`);
    await page.getByRole('heading', { name: 'Create your workspace' }).waitFor();

    await release('Another version');
    server = await serve();
    await page.goto(`${address}/sign-in`);
    await page.getByRole('heading', { name: 'Sign in to Marquee' }).waitFor();
    expect(await page.locator('html').getAttribute('data-release')).toBe('Another version');
    await page.evaluate(register);
    await closed(server);
    await page.goto(`${address}/register`);
    await page.getByRole('heading', { name: 'Create your workspace' }).waitFor();

    expect(await page.locator('html').getAttribute('data-release')).toBe('Another version');
    expect(await page.evaluate('caches.keys().then((names) => names.length)')).toBe(2);
    const answers = await page.evaluate(
      `Promise.all(['/api/v1/auth/me', '/docs'].map((path) => fetch(path).then(() => 'answered', () => 'not reached')))`,
    );
    expect(answers).toEqual(['not reached', 'not reached']);
  },
);

/** Waits until the newest worker has taken everything and is in charge. */
const register = `
  (async () => {
    const registration = await navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'none' });
    await registration.update();
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    if (worker.state === 'activated') return;
    await new Promise((resolve) =>
      worker.addEventListener('statechange', () => worker.state === 'activated' && resolve()));
  })()`;

/** What another build differs in: its page, a file of another name, and so its worker. */
async function release(name: string): Promise<void> {
  const page = join(folder, 'index.html');
  await writeFile(page, (await readFile(page, 'utf8')).replace('<html', `<html data-release="${name}"`));
  const worker = join(folder, 'service-worker.js');
  await writeFile(
    worker,
    (await readFile(worker, 'utf8')).replace(/const version = "\w+"/, 'const version = "another"'),
  );
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The console's files as the server gives them. */
async function serve(): Promise<Server> {
  const files = new Set((await readdir(folder, { recursive: true })).map((path) => `/${path}`));
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const isFile = files.has(path) && extname(path) in types;
    const type = isFile ? types[extname(path)] : 'text/html';
    void readFile(join(folder, isFile ? path : 'index.html')).then((body) =>
      response.writeHead(200, { 'content-type': type ?? '', 'cache-control': 'no-cache' }).end(body),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

async function closed(server: Server): Promise<void> {
  if (!server.listening) return;
  const end = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await end;
}
