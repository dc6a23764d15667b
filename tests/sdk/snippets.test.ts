import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Marquee } from '@marquee/sdk';
import type { Download } from '@marquee/sdk';
import { snippetFor, snippets } from '@marquee/sdk/snippets';
import type { SnippetName, SnippetValues } from '@marquee/sdk/snippets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServing, type Serving } from '../harness/serving.ts';

// What a machine lacks is a named skip, and in CI a failure.
const hasCurl = process.env['CI'] !== undefined || spawnSync('curl', ['--version']).status === 0;

let serving: Serving;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-snippets-'));
  // Not every machine has uuidgen.
  await writeFile(join(folder, 'uuidgen'), '#!/bin/sh\necho "$$-$(date +%s)"\n', { mode: 0o755 });
  serving = await startServing();
}, 180_000);

afterAll(async () => {
  await serving?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** What a shell prints that runs the curl of an operation. */
async function run(operation: SnippetName, values: SnippetValues): Promise<unknown> {
  const { curl } = snippetFor(operation, values, serving.baseUrl);
  const env = { PATH: `${process.env['PATH'] ?? ''}:${folder}`, MARQUEE_API_KEY: serving.apiKey };
  const { stdout } = await promisify(execFile)('sh', ['-c', curl.replace('curl ', 'curl --silent ')], {
    cwd: folder,
    env,
  });
  return stdout === '' ? null : JSON.parse(stdout);
}

/** What the TypeScript of an operation has in its variable, when it is run. */
async function runTypescript(operation: SnippetName, values: SnippetValues): Promise<unknown> {
  const { typescript } = snippetFor(operation, values, serving.baseUrl);
  const [, variable = 'undefined'] = /^const (\w+) =/.exec(typescript) ?? [];
  const module = join(folder, `${crypto.randomUUID()}.mjs`);
  await writeFile(module, `export async function run(marquee) {\n${typescript}\nreturn ${variable};\n}\n`);
  const { run } = (await import(pathToFileURL(module).href)) as { run: (marquee: Marquee) => Promise<unknown> };
  return await run(new Marquee(serving));
}

test('TypeScript from snippets makes, reads, changes and removes a record', async () => {
  const made = (await runTypescript('messaging.segments.create', {
    name: "Ada's",
    filter_criteria: { operator: 'AND', conditions: [{ attribute: 'city', operator: 'equals', value: 'Berlin' }] },
  })) as { readonly id: string };
  const segment_id = made.id;
  await runTypescript('messaging.segments.list', { limit: 1 });

  expect(made).toMatchObject({ name: "Ada's" });
  expect(await runTypescript('messaging.segments.get', { segment_id })).toEqual(made);
  expect(await runTypescript('messaging.segments.update', { segment_id, name: 'B' })).toMatchObject({ name: 'B' });
  expect(await runTypescript('messaging.segments.evaluate', { segment_id })).toMatchObject({ matching_users: 0 });
  expect(await runTypescript('messaging.segments.delete', { segment_id })).toEqual({ id: segment_id });
  await expect(runTypescript('messaging.segments.get', { segment_id })).rejects.toMatchObject({ code: 'not_found' });
});

test('TypeScript from snippets sends a file and takes one', async () => {
  const file = join(folder, 'people.csv');
  await writeFile(file, 'phone_e164,name\n+14155550108,Ada\n');
  const imported = (await runTypescript('messaging.contactImports.create', { file, evidence: 'a form' })) as {
    readonly id: string;
  };
  const download = await runTypescript('messaging.contactImports.errors', { import_id: imported.id });

  expect(imported).toMatchObject({ status: 'queued', file_name: 'people.csv' });
  expect(await (download as Download).text()).toMatch(/^row,field,reason/);
});

test.skipIf(!hasCurl)('curl from snippets makes, reads, changes, lists and removes a record', async () => {
  const content = "It's {name}'s sale: 50% off";
  const made = (await run('messaging.templates.create', { name: 'Sale', content })) as { readonly id: string };
  const template_id = made.id;

  expect(made).toMatchObject({ name: 'Sale', content, variables: ['name'] });
  expect(await run('messaging.templates.get', { template_id })).toEqual(made);
  expect(await run('messaging.templates.update', { template_id, is_active: false })).toMatchObject({
    is_active: false,
  });
  expect(await run('messaging.templates.list', { is_active: false, limit: 1 })).toMatchObject({
    items: [{ name: 'Sale' }],
  });
  expect(await run('messaging.templates.list', { is_active: true })).toMatchObject({ items: [] });
  expect(await run('messaging.templates.preview', { template_id, values: { name: 'Ada' } })).toMatchObject({
    text: "It's Ada's sale: 50% off",
  });
  expect(await run('messaging.templates.delete', { template_id })).toEqual({ id: template_id });
});

test.skipIf(!hasCurl)('curl from snippets sends a phone number in a path and a file as a form', async () => {
  await writeFile(join(folder, 'contacts.csv'), 'phone_e164,name\n+14155550107,Ada\n');
  await run('messaging.contacts.create', { phone_e164: '+14155550106', attributes: { name: 'Grace' } });
  const imported = await run('messaging.contactImports.create', {
    file: 'contacts.csv',
    mapping: JSON.stringify({ name: 'first_name' }),
    evidence: 'a form, in May',
  });

  expect(await run('messaging.contacts.get', { phone_e164: '+14155550106' })).toMatchObject({
    attributes: { name: 'Grace' },
  });
  expect(imported).toMatchObject({ status: 'queued', file_name: 'contacts.csv', mapping: { name: 'first_name' } });
});

test('there is code for every operation, with a place for each parameter of its path', () => {
  const placesIn = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '');
  const odd = Object.entries(snippets).filter(([, { typescript, curl }]) => {
    const inPath = placesIn(curl.split("'")[1] ?? '').filter((name) => name !== 'base_url' && name !== 'query');
    return !typescript.includes('marquee.') || inPath.some((name) => !placesIn(typescript).includes(name));
  });

  expect(odd).toEqual([]);
});
