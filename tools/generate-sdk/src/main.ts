import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDocument } from './model/document.ts';
import { filesOf, ownFolders } from './outputs.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const files = await filesOf(await readDocument());
const stale = await staleFiles();

// `--check` is what CI runs: it says whether the written files still tell the contract.
if (process.argv.includes('--check')) {
  for (const file of stale) process.stderr.write(`${file} is not what the contract gives: run \`npm run generate\`\n`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const file of stale) await write(file);
}

/** Files that differ from what is generated, and those that nothing generates any more. */
async function staleFiles(): Promise<readonly string[]> {
  const differing = await Promise.all(
    [...files].map(async ([file, text]) => ((await read(file)) === text ? [] : [file])),
  );
  const found = await Promise.all(ownFolders.map(filesIn));
  return [...differing.flat(), ...found.flat().filter((file) => !files.has(file))];
}

async function read(file: string): Promise<string | null> {
  return readFile(join(root, file), 'utf8').catch(() => null);
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/'));
}

async function write(file: string): Promise<void> {
  const text = files.get(file);
  if (text === undefined) return rm(join(root, file));
  await mkdir(join(root, file, '..'), { recursive: true });
  await writeFile(join(root, file), text);
}
