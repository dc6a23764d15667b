import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '@marquee/server/testing';
import { chromium } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserPath } from '../harness/console/browser.ts';
import { startServing, type Serving } from '../harness/serving.ts';

// The package as npm would deliver it, in the hands of fresh programs, against a running server.
const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

let folder: string;
let tarball: string;
let serving: Serving;
let pagePort: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-consumers-'));
  await run(process.execPath, ['tools/bootstrap/run.mjs', 'release', '--pack-to', folder], { cwd: root });
  tarball = join(folder, (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '');
  pagePort = await freePort();
  serving = await startServing({ MARQUEE_CORS_ORIGINS: `http://127.0.0.1:${pagePort}` });
}, 240_000);

afterAll(async () => {
  await serving?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** A program of somebody else's, with the package installed and nothing more. */
async function consumer(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const home = join(folder, name);
  await mkdir(home);
  for (const [file, text] of Object.entries(files)) await writeFile(join(home, file), text);
  await copyFile(tarball, join(home, 'sdk.tgz'));
  // Offline: a package without dependencies needs no registry.
  const install = ['install', '--offline', '--no-audit', '--no-fund', './sdk.tgz'];
  await run('npm', install, { cwd: home, env: { ...process.env, npm_config_cache: join(home, '.npm') } });
  return home;
}

const body = `
  const marquee = new Marquee({ apiKey: process.env.MARQUEE_API_KEY, baseUrl: process.env.MARQUEE_BASE_URL });
  const { id } = await marquee.messaging.templates.create({ name: process.argv[2], content: 'Hi {name}' });
  const names = [];
  for await (const template of marquee.messaging.templates.list()) names.push(template.name);
  const missing = await marquee.messaging.templates.get(crypto.randomUUID()).catch((error) => error);
  console.log(JSON.stringify({ made: (await marquee.messaging.templates.get(id)).name, names, refused: missing instanceof NotFoundError }));
`;

async function told(home: string, file: string, node = process.execPath): Promise<unknown> {
  const env = { ...process.env, MARQUEE_API_KEY: serving.apiKey, MARQUEE_BASE_URL: serving.baseUrl };
  const { stdout } = await run(node, [file, file], { cwd: home, env });
  return JSON.parse(stdout);
}

test('installs without another package, and works as a module and by require', { timeout: 120_000 }, async () => {
  const home = await consumer('programs', {
    'package.json': '{"private":true}',
    'module.mjs': `import { Marquee, NotFoundError } from '@marquee/sdk';\n${body}`,
    'common.cjs': `const { Marquee, NotFoundError } = require('@marquee/sdk');\n(async () => {${body}})();`,
  });

  expect(await readdir(join(home, 'node_modules'))).toEqual(expect.arrayContaining(['@marquee']));
  expect((await readdir(join(home, 'node_modules'))).filter((name) => !name.startsWith('.'))).toEqual(['@marquee']);
  expect(await told(home, 'module.mjs')).toMatchObject({ made: 'module.mjs', refused: true });
  expect(await told(home, 'common.cjs')).toMatchObject({ made: 'common.cjs', names: ['common.cjs', 'module.mjs'] });
});

const program = `
import { Marquee, NotFoundError, type RequestOptions } from '@marquee/sdk';
import { Campaigns, type Campaign, type CampaignListParams } from '@marquee/sdk/messaging';

const marquee = new Marquee({ apiKey: 'mq_live_x' });
const params: CampaignListParams = { limit: 10 };
const options: RequestOptions = { timeoutMs: 1000 };
export async function names(): Promise<string[]> {
  const found: string[] = [];
  for await (const campaign of marquee.messaging.campaigns.list(params, options)) found.push(campaign.name);
  return found;
}
export async function first(): Promise<Campaign | undefined> {
  const page = await marquee.messaging.campaigns.list();
  return page.items[0];
}
export const status = (campaign: Campaign): 'active' | string => campaign.status;
export function isMissing(error: unknown): boolean {
  return error instanceof NotFoundError && error.problems.length === 0;
}
// @ts-expect-error -- a segment is needed
marquee.messaging.campaigns.create({ name: 'x' });
export { Campaigns };
`;

const compilers = [
  { version: '5.9', tsc: join(root, 'tools/generate-sdk/node_modules/typescript/bin/tsc') },
  { version: '7', tsc: join(root, 'node_modules/typescript/bin/tsc') },
];
const resolutions = [
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
];

test.each(compilers)(
  'type-checks strictly with TypeScript $version',
  { timeout: 120_000 },
  async ({ version, tsc }) => {
    const home = await consumer(`types-${version}`, {
      'package.json': '{"private":true,"type":"module"}',
      'program.ts': program,
    });

    for (const resolution of resolutions) {
      const compilerOptions = {
        ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true },
        ...{ skipLibCheck: false, target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], types: [], ...resolution },
      };
      await writeFile(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
      const { stdout } = await run(process.execPath, [tsc, '-p', home], { cwd: home }).catch(
        (error: { readonly stdout: string }) => error, // tsc says on its standard output what is wrong
      );
      expect(stdout).toBe('');
    }
  },
);

test.skipIf(browserPath === undefined)('works in a page, bundled', { timeout: 120_000 }, async () => {
  const home = await consumer('page', {
    'package.json': '{"private":true,"type":"module"}',
    'page.js': `
      import { Marquee, NotFoundError } from '@marquee/sdk';
      window.run = async (apiKey, baseUrl) => {
        const marquee = new Marquee({ apiKey, baseUrl });
        const made = await marquee.messaging.templates.create({ name: 'From a page', content: 'Hi {name}' });
        const file = new File(['phone_e164\\n+14155550100\\n'], 'people.csv', { type: 'text/csv' });
        const imported = await marquee.messaging.contactImports.create(file);
        const missing = await marquee.messaging.templates.get(crypto.randomUUID()).catch((error) => error);
        const { data, response } = await marquee.messaging.templates.get(made.id).withResponse();
        return { name: data.name, requestId: response.headers.has('x-request-id'), file: imported.file_name, refused: missing instanceof NotFoundError };
      };`,
  });
  const bundle = await rolldown({ input: join(home, 'page.js'), cwd: home, platform: 'browser' });
  const { output } = await bundle.generate({ format: 'iife' });
  const page = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? output[0].code : '<!doctype html><title>Page</title><script src="/page.js"></script>');
  }).listen(pagePort, '127.0.0.1');
  const started = await chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
  try {
    const tab = await started.newPage();
    const complaints: string[] = [];
    tab.on('pageerror', (error) => complaints.push(error.message));
    await tab.goto(`http://127.0.0.1:${(page.address() as AddressInfo).port}/`);
    const answer = await tab.evaluate(`run(${JSON.stringify(serving.apiKey)}, ${JSON.stringify(serving.baseUrl)})`);

    expect(answer).toEqual({ name: 'From a page', requestId: true, file: 'people.csv', refused: true });
    expect(complaints).toEqual([]);
  } finally {
    await started.close();
    page.close();
  }
});
