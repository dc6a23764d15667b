import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMarqueeTrpc } from '@marquee/sdk/trpc';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  freshHome,
  marker,
  packageDesktop,
  processesOf,
  startPackaged,
} from '../../harness/console/desktop-package.ts';
import type { DesktopPackage, PackagedDesktop } from '../../harness/console/desktop-package.ts';
import { electronPath, hasDisplay, openDisplay, type Display } from '../../harness/console/desktop.ts';
import { giveAway } from '../../harness/console/ordinary-user.ts';
import { hasEngine } from '../../harness/engine.ts';
import { patienceMs, until } from '../../harness/until.ts';

// The prepared Electron is one for Linux, and so is what tells of processes.
const canRun = electronPath !== undefined && hasDisplay && process.platform === 'linux' && (await hasEngine());
const stack = new AsyncDisposableStack();
let display: Display;
let made: DesktopPackage;
let folder: string;
let home: string;

beforeAll(async () => {
  if (!canRun) return;
  const parent = await mkdtemp(join(tmpdir(), 'marquee-package-'));
  stack.defer(() => rm(parent, { recursive: true, force: true, maxRetries: 3 }));
  await giveAway(parent);
  display = stack.use(await openDisplay());
  home = await freshHome(parent);
  made = await packageDesktop(join(parent, 'release'));
  ({ folder } = made);
}, 600_000);

afterAll(() => stack.disposeAsync(), 60_000);

/** Writes, whenever the list of parts changes, how each of them is. */
const tellSteps = `new MutationObserver(() => {
  const states = [...document.querySelectorAll('li[data-state]')].map((part) => part.dataset.state).join(' ');
  if (states !== '') console.info(${JSON.stringify(marker)} + states);
}).observe(document.body, { subtree: true, childList: true, attributes: true })`;

const policyOfPage = `fetch(location.href).then(({ headers }) => headers.get('content-security-policy'))`;

/** Where the server is that the page may call. */
async function serverUrl({ page }: PackagedDesktop): Promise<string> {
  return /connect-src 'self' (http:[^ ;]+)/.exec(String(await page.evaluate(policyOfPage)))?.[1] ?? '';
}

/** The demo's owner, past the console. */
async function demoApi(baseUrl: string) {
  const kept = JSON.parse(await readFile(join(home, '.config/Marquee/server/demo.json'), 'utf8')) as {
    readonly apiKey: string;
  }; // as apps/server/src/demo.ts writes it
  return createMarqueeTrpc({ baseUrl, token: () => kept.apiKey });
}

async function untilNothingRuns(): Promise<void> {
  await until(
    'every process of the session has ended',
    () => processesOf(folder, home),
    (left) => left.length === 0,
  );
}

test.skipIf(!canRun)(
  'the package runs a whole server where nothing else is installed, sends a campaign and ends with its window',
  { timeout: 300_000 },
  async () => {
    await using desktop = await startPackaged(folder, home, display);
    const { page, told, complaints } = desktop;
    page.setDefaultTimeout(patienceMs);
    await page.getByRole('heading', { name: 'Where is your workspace?' }).waitFor();
    await page.evaluate(tellSteps);
    await page.getByRole('button', { name: 'Run on this computer' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(told).toEqual(
      expect.arrayContaining([
        'running waiting waiting waiting',
        'done running waiting waiting',
        'done done running waiting',
      ]),
    );

    // The page's process is filtered by the system, and nothing was started without the sandbox.
    const processes = await processesOf(folder, home);
    const pages = processes.filter(({ command }) => command.includes('--type=renderer'));
    expect(pages.map(({ isFiltered }) => isFiltered)).toEqual([true]);
    expect(processes.filter(({ command }) => command.includes('--no-sandbox'))).toEqual([]);

    const url = await serverUrl(desktop);
    const api = await demoApi(url);
    await page.getByRole('link', { name: 'Message campaigns' }).click();
    await page.getByRole('row').filter({ hasText: 'Spring promotion' }).getByText('Draft').waitFor();
    const { items } = await api.messaging.campaigns.list.query({});
    const campaign = items.find(({ name }) => name === 'Spring promotion');
    await api.messaging.campaigns.trigger.mutate({ campaign_id: campaign?.id ?? '' });
    await page.getByRole('row').filter({ hasText: 'Spring promotion' }).getByText('Completed').waitFor();
    expect(complaints).toEqual([]);

    expect(await desktop.quit()).toBe(0);
    await expect(fetch(`${url}/health`)).rejects.toThrow('fetch failed');
    await untilNothingRuns();
  },
);

test.skipIf(!canRun)(
  'the next start has the data of the first, and a crash of the application ends its server',
  { timeout: 300_000 },
  async () => {
    await using desktop = await startPackaged(folder, home, display);
    const { page } = desktop;
    page.setDefaultTimeout(patienceMs);
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    const api = await demoApi(await serverUrl(desktop));
    const { items } = await api.messaging.campaigns.list.query({});
    expect(items.find(({ name }) => name === 'Spring promotion')?.status).toBe('completed');

    await desktop.crash();

    await untilNothingRuns();
  },
);

test.skipIf(!canRun)('an installer says who keeps it, brings icons and takes marquee:// links', () => {
  const { fpmArgs, desktopEntry } = made;
  const valueOf = (name: string) => fpmArgs[fpmArgs.indexOf(name) + 1];

  expect(['--name', '--maintainer', '--url', '--license'].map(valueOf)).toEqual([
    'marquee',
    'Ann <ann@example.com>',
    'https://example.com/',
    'Apache-2.0',
  ]);
  expect(fpmArgs).toContain(`${folder}/=/opt/Marquee`);
  const icons = fpmArgs.map((each) => /hicolor\/(\d+)x\1\/apps\/marquee\.png$/.exec(each)?.[1]);
  expect(icons.filter((size) => size !== undefined)).toEqual(['16', '24', '32', '48', '64', '128', '256', '512']);
  expect(desktopEntry.split('\n')).toEqual(
    expect.arrayContaining([
      'Exec=/opt/Marquee/marquee %U',
      'MimeType=x-scheme-handler/marquee;',
      'Icon=marquee',
      'StartupWMClass=marquee',
    ]),
  );
});

test.skipIf(!canRun)('a package looks for new versions nowhere, and brings nothing that it would not run', async () => {
  const resources = await readdir(join(folder, 'resources'));
  const modules = await readdir(join(folder, 'resources/server/node_modules'));

  expect(resources.toSorted()).toEqual(['app.asar', 'apparmor-profile', 'node', 'server']);
  expect(modules).toContain('@temporalio');
  expect(modules.filter((name) => ['@duckdb', '@types', 'react-dom', 'typescript'].includes(name))).toEqual([]);
});
