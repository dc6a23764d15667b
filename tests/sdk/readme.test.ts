import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Marquee } from '@marquee/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { owner, startServing, type Serving } from '../harness/serving.ts';

let serving: Serving;
let folder: string;
let programs: ReadonlyMap<string, string>;

beforeAll(async () => {
  // Beside this file, so that `@marquee/sdk` is found as anyone finds it.
  folder = await mkdtemp(fileURLToPath(new URL('readme-run-', import.meta.url)));
  serving = await startServing({}, 'start');
  programs = await writePrograms();
  await writeFile(join(folder, 'contacts.csv'), 'phone_e164\n+14155550107\nnobody\n');
  const marquee = new Marquee(serving);
  await marquee.messaging.contacts.create({ phone_e164: '+14155550106' });
}, 240_000);

afterAll(async () => {
  await serving?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

/** Each snippet as a program of its own; those after the first get the client that the first makes. */
async function writePrograms(): Promise<ReadonlyMap<string, string>> {
  const readme = await readFile(new URL('../../packages/sdk/README.md', import.meta.url), 'utf8');
  const { baseUrl, apiKey } = serving;
  const given = Object.entries({ baseUrl, apiKey, ...owner }).map(([name, value]) => `const ${name} = '${value}';\n`);
  const client = "import { Marquee } from '@marquee/sdk';\nconst marquee = new Marquee({ baseUrl, apiKey });\n";
  const files = new Map<string, string>();
  for (const [, name = '', code = ''] of readme.matchAll(/```ts (\w+)\n([\s\S]*?)```/g)) {
    const file = join(folder, `${name}.ts`);
    await writeFile(file, given.join('') + (code.includes('new Marquee') ? '' : client) + code);
    files.set(name, file);
  }
  return files;
}

/** What a program of Node prints. */
async function printed(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  return stdout;
}

test.each([
  ['first', /^[0-9a-f-]{36} \[ 'name' \]/],
  ['pages', /\+14155550106\n1\n1 false/],
  ['errors', /^\/name /],
  ['retries', /^true \S+/],
  ['hooks', /marquee answer[\s\S]*GET \/auth\/me 200 true/],
  ['tokens', /^user\n/],
  ['uploads', /^0 \d+\n[\s\S]*succeeded \d[\s\S]*succeeded contact-import-.*errors\.csv row,field,reason\r?\n2,/],
  ['events', /^[0-9a-f-]{36}\n/],
  ['webhooks', /campaign\.completed/],
  ['one', /^0\n/],
])('the snippet `%s` of the README does what it says', async (name, said) => {
  expect(await printed(programs.get(name) ?? '')).toMatch(said);
});

test('no snippet of the README goes untested', () => {
  expect([...programs.keys()]).toHaveLength(10);
});

test('every snippet of the README has the types that it seems to have', async () => {
  const config = join(folder, 'tsconfig.json');
  const base = fileURLToPath(new URL('../../tsconfig.base.json', import.meta.url));
  await writeFile(config, JSON.stringify({ extends: base, files: [...programs.values()] }));
  const compiler = createRequire(import.meta.url)
    .resolve('typescript/package.json')
    .replace('package.json', 'bin/tsc');

  expect(await printed(compiler, '-p', config)).toBe('');
});
