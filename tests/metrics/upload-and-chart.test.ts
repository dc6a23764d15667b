import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServing, type Serving } from '../harness/serving.ts';

let serving: Serving;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-chart-'));
  serving = await startServing();
}, 180_000);
afterAll(async () => {
  await serving?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

test('the example uploads its figures, prints a table and draws a chart; run again it doubles nothing', async () => {
  const program = fileURLToPath(new URL('../../examples/upload-and-chart.ts', import.meta.url));
  const chart = join(folder, 'spend.svg');
  const args = [program, '--url', serving.baseUrl, '--api-key', serving.apiKey, '--chart', chart];
  const run = async () => (await promisify(execFile)(process.execPath, args)).stdout;

  const [first, again] = [await run(), await run()];

  expect(first).toContain('360 new, 0 known, 0 not taken');
  expect(again).toContain('0 new, 360 known, 0 not taken');
  const tableOf = (printed: string) => printed.slice(printed.indexOf('┌'), printed.lastIndexOf('┘'));
  expect(tableOf(first)).toContain('2026-03-05');
  expect(tableOf(again)).toBe(tableOf(first));
  const svg = await readFile(chart, 'utf8');
  expect(svg).toMatch(/^<svg [\s\S]*Spend by channel[\s\S]*<\/svg>\s*$/);
  expect(svg.match(/<path /g)?.length).toBeGreaterThan(180);
}, 120_000);
