import { contract } from '@marquee/api';
import { operationsOf } from '@marquee/api/operation';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './harness/measure.ts';
import type { BenchResult } from './harness/results.ts';

const rounds = 3;

/** How long `tsc` takes over the whole workspace, beside how many operations it holds. Recorded, not judged. */
export async function types(): Promise<BenchResult> {
  const measured: Diagnostics[] = [];
  while (measured.length < rounds) measured.push(await compile());
  const middle = (value: (each: Diagnostics) => number) => median(measured.map(value));
  return {
    title: 'tsc over the workspace',
    method: `tsc --noEmit with the root configuration, cold, ${rounds} times.`,
    figures: [
      { name: 'operations in the contract', value: operationsOf(contract).length, unit: 'count' },
      { name: 'wall time', value: middle(({ seconds }) => seconds), unit: 's' },
      { name: 'files', value: middle(({ files }) => files), unit: 'count' },
      { name: 'instantiations', value: middle(({ instantiations }) => instantiations), unit: 'count' },
      { name: 'memory', value: middle(({ memoryMb }) => memoryMb), unit: 'MB' },
    ],
  };
}

interface Diagnostics {
  readonly seconds: number;
  readonly files: number;
  readonly instantiations: number;
  readonly memoryMb: number;
}

async function compile(): Promise<Diagnostics> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const tsc = join(dirname(createRequire(join(root, 'package.json')).resolve('typescript/package.json')), 'bin', 'tsc');
  const args = [tsc, '-p', join(root, 'tsconfig.json'), '--noEmit', '--extendedDiagnostics'];
  const { promise, resolve } = Promise.withResolvers<string>();
  // Its exit code says whether the workspace compiles, which is the check's business.
  execFile(process.execPath, args, { maxBuffer: 2 ** 26, timeout: 300_000 }, (_error, stdout) => resolve(stdout));
  const text = await promise;
  const read = (label: string) => Number(new RegExp(`^${label}:\\s+([\\d.]+)`, 'm').exec(text)?.[1] ?? Number.NaN);
  return {
    seconds: read('Total time'),
    files: read('Files'),
    instantiations: read('Instantiations'),
    memoryMb: read('Memory used') / 1024,
  };
}
