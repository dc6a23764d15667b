import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../apps/console/', import.meta.url));

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

let chunks: Readonly<Record<string, Chunk>>;

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [join(folder, 'build.mjs')]);
  chunks = JSON.parse(readFileSync(join(folder, 'dist/manifest.json'), 'utf8')) as Readonly<Record<string, Chunk>>; // Vite's own format
}, 120_000);

test('what the first screens load is small: sign-in and overview, compressed', () => {
  const signIn = loadedBy('index.html', 'src/renderer/auth/sign-in.page.tsx');
  const overview = loadedBy('index.html', 'src/renderer/overview/overview.page.tsx');

  expect(kilobytes(signIn, 'js')).toBeLessThanOrEqual(280);
  expect(kilobytes(overview, 'js')).toBeLessThanOrEqual(280);
  expect(kilobytes(overview, 'css')).toBeLessThanOrEqual(42);
});

test('no chunk is larger than the one of charts, and all of it is below 900 kB', () => {
  const scripts = Object.values(chunks)
    .map(({ file }) => file)
    .filter((file) => file.endsWith('.js'));

  expect(Math.max(...scripts.map(bytes)) / 1000).toBeLessThanOrEqual(190);
  expect(scripts.reduce((sum, file) => sum + bytes(file), 0) / 1000).toBeLessThanOrEqual(900);
});

/** The files that stand between the entry and a screen: the static imports of both. */
function loadedBy(...entries: readonly string[]): ReadonlySet<string> {
  const files = new Set<string>();
  const visit = (name: string) => {
    const chunk = chunks[name];
    if (chunk === undefined) throw new Error(`The build has no ${name}`);
    if (files.has(chunk.file)) return;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    chunk.imports?.forEach(visit);
  };
  entries.forEach(visit);
  return files;
}

function kilobytes(files: ReadonlySet<string>, kind: 'js' | 'css'): number {
  return [...files].filter((file) => file.endsWith(`.${kind}`)).reduce((sum, file) => sum + bytes(file), 0) / 1000;
}

function bytes(file: string): number {
  return statSync(join(folder, 'dist', `${file}.gz`)).size;
}
