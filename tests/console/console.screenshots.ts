import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCarrier } from '../harness/carrier.ts';
import { openConsole, type OpenConsole } from '../harness/console.ts';
import { openShop, type Shop } from '../harness/shop.ts';
import { bytesMax, pictureFile, shots, take } from './shots.ts';

const stack = new AsyncDisposableStack();
let opened: OpenConsole;
let shop: Shop;

beforeAll(async () => {
  const data = await mkdtemp(join(tmpdir(), 'marquee-screenshots-'));
  stack.defer(() => rm(data, { recursive: true, force: true }));
  opened = stack.use(await openConsole({ MARQUEE_WEBHOOKS_PRIVATE: '1' }, 'start'));
  const carrier = stack.use(await startCarrier(data, opened.serving.baseUrl));
  shop = await openShop(opened.serving, carrier, 4);
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
