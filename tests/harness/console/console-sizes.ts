import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const folder = fileURLToPath(new URL('../../../apps/console/', import.meta.url));

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

/** What the built console weighs, in thousands of bytes of gzip as they are served. */
export interface ConsoleSizes {
  /** What stands between the entry and a screen, by the path of its page in src/renderer. */
  readonly loadedBy: (page: string) => { readonly js: number; readonly css: number };
  readonly largestScript: number;
  readonly allScripts: number;
}

/** Builds the console unless it is built, and weighs it. */
export async function consoleSizes(): Promise<ConsoleSizes> {
  await promisify(execFile)(process.execPath, [join(folder, 'build.mjs')]);
  const chunks = JSON.parse(readFileSync(join(folder, 'dist/manifest.json'), 'utf8')) as Chunks; // Vite's own format
  const scripts = Object.values(chunks)
    .map(({ file }) => file)
    .filter((file) => file.endsWith('.js'))
    .map(kilobytes);
  return {
    loadedBy(page) {
      const files = filesOf(chunks, ['index.html', `src/renderer/${page}`]);
      const weight = (ending: string) => sum(files.filter((file) => file.endsWith(ending)).map(kilobytes));
      return { js: weight('.js'), css: weight('.css') };
    },
    largestScript: Math.max(...scripts),
    allScripts: sum(scripts),
  };
}

type Chunks = Readonly<Record<string, Chunk>>;

/** The static imports of some entries, each once. */
function filesOf(chunks: Chunks, entries: readonly string[]): readonly string[] {
  const files = new Set<string>();
  const visit = (name: string) => {
    const chunk = chunks[name];
    if (chunk === undefined) throw new Error(`The build has no ${name}`);
    if (files.has(chunk.file)) return;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    chunk.imports?.forEach(visit);
  };
  entries.forEach(visit);
  return [...files];
}

function kilobytes(file: string): number {
  return statSync(join(folder, 'dist', `${file}.gz`)).size / 1000;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
