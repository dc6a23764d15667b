import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const consoleFolder = fileURLToPath(new URL('../../apps/console/', import.meta.url));
const run = (script: string) => promisify(execFile)(process.execPath, [join(consoleFolder, script)]);

test('builds of the desktop that end together leave what an application may be running from', async () => {
  await run('build.mjs');
  await run('desktop/build.mjs');
  const before = await stat(join(consoleFolder, 'desktop/dist'));

  await Promise.all([run('desktop/build.mjs'), run('desktop/build.mjs'), run('desktop/build.mjs')]);

  expect((await stat(join(consoleFolder, 'desktop/dist'))).ino).toBe(before.ino);
});
