import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

interface Answer {
  readonly code: number;
  readonly output: string;
}

const module: { readonly fullFolders: (top: string) => Promise<Answer> } = await import(
  new URL('../folders.mjs', import.meta.url).href
);
let top: string;

beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), 'marquee-folders-'));
});
afterEach(() => rm(top, { recursive: true, force: true }));

test('twenty source files in a folder are taken in at a glance, and what lies below counts for itself', async () => {
  await holding(20, 'src/ui', (index) => `part-${index}.ts`);
  await holding(20, 'src/ui/forms', (index) => `field-${index}.tsx`);

  expect(await module.fullFolders(top)).toEqual({ code: 0, output: '' });
});

test('a folder with one more is named, its tests and styles counted', async () => {
  await holding(19, 'src/ui', (index) => `part-${index}.ts`);
  await holding(1, 'src/ui', () => 'part-0.test.ts');
  await holding(1, 'src/ui', () => 'part-0.module.css');

  const { code, output } = await module.fullFolders(top);

  expect(code).toBe(1);
  expect(output).toMatch(/^src[\\/]ui holds 21 source files\n/);
});

test('pictures, packages and what is generated or built are not counted', async () => {
  await holding(30, 'docs', (index) => `shot-${index}.png`);
  for (const folder of ['node_modules/zod', 'dist', 'sdk/src/generated', '.cache'])
    await holding(30, folder, (index) => `made-${index}.js`);

  expect((await module.fullFolders(top)).code).toBe(0);
});

async function holding(count: number, folder: string, name: (index: number) => string): Promise<void> {
  await mkdir(join(top, folder), { recursive: true });
  for (let index = 0; index < count; index += 1) await writeFile(join(top, folder, name(index)), '');
}
