import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { bytesMax, pictureFile, shots, sizeOf } from './shots.ts';

const schemes = ['light', 'dark'] as const;

test('each picture is there in both colours, of one size and light enough to load', async () => {
  for (const { name } of shots) {
    for (const scheme of schemes) {
      const picture = await readFile(pictureFile(name, scheme));
      expect({ name, ...sizeOf(picture) }).toEqual({ name, width: 1280, height: 800 });
      expect([name, picture.length <= bytesMax]).toEqual([name, true]);
    }
  }
});

test('the README shows only pictures that are taken, each in both colours', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const shown = [...readme.matchAll(/docs\/screenshots\/([\w-]+)-(light|dark)\.png/g)];
  const names = new Set(shown.map(([, name]) => name));
  const taken = new Set(shots.map(({ name }) => name));

  expect(names.size).toBeGreaterThan(0);
  expect([...names].filter((name) => name === undefined || !taken.has(name))).toEqual([]);
  for (const name of names) expect(new Set(shown.filter((one) => one[1] === name).map((one) => one[2])).size).toBe(2);
});
