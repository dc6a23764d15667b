import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** More than these nobody overlooks: a folder that would hold more is split by resource or concern. */
const filesMax = 20;

const isSource = (name) => /\.(?:[cm]?[jt]sx?|css|go)$/.test(name);
/** What other programs make or bring; where dots lead, tools keep their own. */
const isOthers = (name) => name.startsWith('.') || ['node_modules', 'dist', 'release', 'generated'].includes(name);

/** Fails with the folders below `top` that hold more source files than a reader takes in at a glance. */
export async function fullFolders(top) {
  const full = counts(top).filter(({ files }) => files > filesMax);
  const lines = full.map(({ folder, files }) => `${relative(top, folder)} holds ${files} source files`);
  const advice = `At most ${filesMax} stand in one folder: give each resource or concern in it a folder of its own.`;
  return full.length === 0 ? { code: 0, output: '' } : { code: 1, output: [...lines, advice].join('\n') };
}

function counts(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !isOthers(name));
  const files = entries.filter((entry) => entry.isFile() && isSource(entry.name)).length;
  const below = entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => counts(join(folder, name)));
  return [{ folder, files }, ...below];
}
