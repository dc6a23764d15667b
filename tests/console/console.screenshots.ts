import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsoleWithCarrier, type ConsoleWithCarrier } from '../harness/console/console-with-carrier.ts';
import { openShop, type Shop } from '../harness/shop/shop.ts';
import { bytesMax, pictureFile, shots, take } from './shots.ts';

const stack = new AsyncDisposableStack();
let opened: ConsoleWithCarrier;
let shop: Shop;

beforeAll(async () => {
  opened = stack.use(await openConsoleWithCarrier({ MARQUEE_WEBHOOKS_PRIVATE: '1' }));
  shop = await openShop(opened.serving, opened.carrier, 4);
  await mkdir(dirname(pictureFile('any', 'light')), { recursive: true });
}, 600_000);

afterAll(() => stack.disposeAsync(), 60_000);

for (const colorScheme of ['light', 'dark'] as const) {
  test(`${shots.length} pictures, ${colorScheme}`, { timeout: 900_000 }, async () => {
    await using inside = await opened.window({ colorScheme });
    await using outside = await opened.window({ colorScheme, isSignedIn: false });
    for (const shot of shots) {
      const picture = await take(shot.isOpen === true ? outside.page : inside.page, shot, shop);
      expect([shot.name, picture.length <= bytesMax]).toEqual([shot.name, true]);
      await writeFile(pictureFile(shot.name, colorScheme), picture);
    }
  });
}
