import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCarrier } from '../harness/carrier.ts';
import { openConsole, type OpenConsole } from '../harness/console.ts';
import { openShop, type Shop } from '../harness/shop.ts';
import { shots, take } from './shots.ts';

const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const stack = new AsyncDisposableStack();
let opened: OpenConsole;
let shop: Shop;

beforeAll(async () => {
  const data = await mkdtemp(join(tmpdir(), 'marquee-screenshots-'));
  stack.defer(() => rm(data, { recursive: true, force: true }));
  opened = stack.use(await openConsole({ MARQUEE_WEBHOOKS_PRIVATE: '1' }, 'start'));
  shop = await openShop(opened.serving, stack.use(await startCarrier(data, opened.serving.baseUrl)));
  await mkdir(folder, { recursive: true });
}, 600_000);

afterAll(() => stack.disposeAsync(), 60_000);

for (const colorScheme of ['light', 'dark'] as const) {
  for (const { name } of shots) {
    test(`${name}, ${colorScheme}`, async () => {
      const picture = await take(opened, shop, { name, colorScheme });
      expect(picture.length).toBeLessThanOrEqual(200_000);
      await writeFile(join(folder, `${name}-${colorScheme}.png`), picture);
    });
  }
}
