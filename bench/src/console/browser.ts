import { browserPath } from '@marquee/tests/harness/console/browser.ts';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { CDPSession, Page } from 'playwright-core';
import type { Installation } from '../harness/installation.ts';

/** A browser over one installation. */
export interface MeasuredBrowser extends AsyncDisposable {
  /** A window that knows nothing yet but the session's cookie, as after the browser was closed and opened. */
  readonly window: (scripts?: readonly URL[]) => Promise<MeasuredWindow>;
}

/** One window, with the clock of page-clock.js in every page. */
export interface MeasuredWindow extends AsyncDisposable {
  readonly page: Page;
  readonly devtools: CDPSession;
  /** Opens a path and waits for the heading of its screen. */
  readonly open: (path: string, heading: string) => Promise<void>;
}

const pageClock = new URL('./page-clock.js', import.meta.url);
// Whatever is waited for, the figure is taken in the page: this only ends a run that hangs.
const patienceMs = 60_000;

/** Starts a browser without a screen. `args` are the browser's own. */
export async function openBrowser(
  { url, demo }: Pick<Installation, 'url' | 'demo'>,
  args: readonly string[] = [],
): Promise<MeasuredBrowser> {
  if (browserPath === undefined) throw new Error('There is no Chromium here; MARQUEE_CHROMIUM names one');
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', ...args] });
  const window: MeasuredBrowser['window'] = async (scripts = []) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
    context.setDefaultTimeout(patienceMs);
    const data = { email: demo.email, password: demo.password, web: true };
    const answer = await context.request.post(`${url}/trpc/auth.login`, { data, headers: { origin: url } });
    if (!answer.ok()) throw new Error(`signing in was answered ${answer.status()}: ${await answer.text()}`);
    await context.addInitScript("localStorage.setItem('marquee.session', 'yes')");
    for (const script of [pageClock, ...scripts]) await context.addInitScript({ path: fileURLToPath(script) });
    const page = await context.newPage();
    const open = async (path: string, heading: string) => {
      await page.goto(url + path);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    };
    const devtools = await context.newCDPSession(page);
    return { page, devtools, open, [Symbol.asyncDispose]: () => context.close() };
  };
  return { window, [Symbol.asyncDispose]: () => browser.close() };
}
