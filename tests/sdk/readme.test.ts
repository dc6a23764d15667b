import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Marquee } from '@marquee/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServing, type Serving } from '../harness/serving.ts';

let serving: Serving;
let snippets: ReadonlyMap<string, string>;
// Beside this file, so that `@marquee/sdk` is found as anyone finds it.
const folder = fileURLToPath(new URL('.', import.meta.url));

beforeAll(async () => {
  const readme = await readFile(new URL('../../packages/sdk/README.md', import.meta.url), 'utf8');
  snippets = new Map(
    [...readme.matchAll(/```ts (\w+)\n([\s\S]*?)```/g)].map(([, name = '', code = '']) => [name, code]),
  );
  await writeFile(`${folder}contacts.csv`, 'phone_e164\n+14155550107\n');
  serving = await startServing();
  const marquee = new Marquee({ baseUrl: serving.baseUrl, apiKey: serving.apiKey });
  await marquee.messaging.contacts.create({ phone_e164: '+14155550106' });
}, 180_000);

afterAll(async () => {
  await serving?.[Symbol.asyncDispose]();
  await rm(`${folder}contacts.csv`, { force: true });
});

/** What a snippet prints as a program of its own; those after the first get the client that the first makes. */
async function run(name: string): Promise<string> {
  const code = snippets.get(name) ?? '';
  const client = "import { Marquee } from '@marquee/sdk';\nconst marquee = new Marquee({ baseUrl, apiKey });\n";
  const own = `const [baseUrl, apiKey] = ${JSON.stringify([serving.baseUrl, serving.apiKey])};\n`;
  const file = `${folder}readme-${name}.run.ts`;
  await writeFile(file, own + (code.includes('new Marquee') ? '' : client) + code);
  try {
    return (await promisify(execFile)(process.execPath, [file], { cwd: folder })).stdout;
  } finally {
    await rm(file);
  }
}

test.each([
  ['first', /^[0-9a-f-]{36} \[ 'name' \]/],
  ['pages', /\+14155550106\n1\n1 false/],
  ['errors', /^\/name /],
  ['retries', /^true \S+/],
  ['uploads', /contact-import-.*errors\.csv row,field,reason/],
  ['events', /^[0-9a-f-]{36}\n/],
  ['webhooks', /campaign\.completed/],
  ['one', /^0\n/],
])('the snippet `%s` of the README does what it says', async (name, said) => {
  expect(await run(name)).toMatch(said);
});

test('no snippet of the README goes untested', () => {
  expect([...snippets.keys()]).toHaveLength(8);
});
