import { existsSync } from 'node:fs';

/** The Chromium that this machine has, if any. */
export const browserPath = [
  process.env['MARQUEE_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium-browser',
]
  .filter((path) => path !== undefined)
  .find((path) => existsSync(path));
