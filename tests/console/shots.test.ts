import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { browserPath } from '../harness/browser.ts';
import { openConsoleWithCarrier } from '../harness/console-with-carrier.ts';
import { openShop } from '../harness/shop.ts';
import { bytesMax, pictureFile, shots, take } from './shots.ts';

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

test.skipIf(browserPath === undefined)(
  'pictures can still be taken of a shop with everything in it',
  { timeout: 600_000 },
  async () => {
    await using opened = await openConsoleWithCarrier({ MARQUEE_WEBHOOKS_PRIVATE: '1' });
    const shop = await openShop(opened.serving, opened.carrier);
    await using window = await opened.window({ colorScheme: 'dark' });

    for (const shot of shots.filter(({ isOpen = false }) => !isOpen)) {
      const picture = await take(window.page, shot, shop);
      expect({ name: shot.name, ...sizeOf(picture) }).toEqual({ name: shot.name, width: 1280, height: 800 });
    }

    expect(window.complaints).toEqual([]);
  },
);

/** From the header of a PNG (RFC 2083, 11.2.1). */
function sizeOf(png: Buffer): { readonly width: number; readonly height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}
