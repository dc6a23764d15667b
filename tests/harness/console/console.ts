import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createMarqueeTrpc } from '@marquee/sdk/trpc';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { owner, startServing, type Serving } from '../serving.ts';
import { patienceMs, until } from '../until.ts';
import { browserPath } from './browser.ts';
import { vi } from 'vitest';

// A browser on a slow machine that does other things too; a quiet one needs a twentieth.
vi.setConfig({ testTimeout: 300_000 });

const buildScript = fileURLToPath(new URL('../../../apps/console/build.mjs', import.meta.url));

/** Colours that the system asks for. */
export type ColorScheme = 'light' | 'dark';

/** The console of a fresh server in a real browser. */
export interface OpenConsole extends AsyncDisposable {
  readonly serving: Serving;
  /** Calls as the workspace's owner, past the console. */
  readonly api: ReturnType<typeof createMarqueeTrpc>;
  /** A window of its own, signed in as the owner unless told otherwise. */
  readonly window: (options?: WindowOptions) => Promise<ConsoleWindow>;
}

/** What a window begins with. */
export interface WindowOptions {
  readonly path?: string;
  readonly colorScheme?: ColorScheme;
  readonly isSignedIn?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
}

/** One window and what it complained of. */
export interface ConsoleWindow extends AsyncDisposable {
  readonly page: Page;
  /** Errors and warnings of the console, and what was thrown and not caught. */
  readonly complaints: readonly string[];
}

/**
 * Builds the console unless it is built, starts a server and a browser.
 *
 * @param verb `serve` has no engine and no worker: it answers, and jobs wait; `start` has all
 */
export async function openConsole(
  env: Readonly<Record<string, string>> = {},
  verb: 'serve' | 'start' = 'serve',
): Promise<OpenConsole> {
  await using stack = new AsyncDisposableStack();
  await promisify(execFile)(process.execPath, [buildScript]);
  const serving = stack.use(await startServing(env, verb));
  const browser = await chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
  stack.defer(() => browser.close());
  const api = createMarqueeTrpc({ baseUrl: serving.baseUrl, token: () => serving.apiKey });
  const window = async (options: WindowOptions = {}): Promise<ConsoleWindow> => {
    const { path = '/', colorScheme = 'light', isSignedIn = true, settings = {} } = options;
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme, locale: 'en-US' });
    await context.addInitScript((stored) => {
      for (const [name, value] of Object.entries(stored)) localStorage.setItem(`marquee.${name}`, value);
    }, settings);
    context.setDefaultTimeout(patienceMs);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    await page.goto(serving.baseUrl + path);
    if (isSignedIn) await signIn(page);
    return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
  };
  const owned = stack.move();
  return { serving, api, window, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Signs in where the page asks for it, as the workspace's owner unless told otherwise. */
export async function signIn(page: Page, { email, password } = owner): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation').waitFor();
}

/** Lets the system ask for other colours, and waits until the page has taken them. */
export async function askForColors(page: Page, colorScheme: ColorScheme): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor({ state: 'attached' });
}

/** What axe finds wrong with the page in either scheme. It ends in the one that it is meant to have. */
export async function violationsInBothSchemes(page: Page, own: ColorScheme = 'light'): Promise<readonly string[]> {
  const other = own === 'light' ? 'dark' : 'light';
  await askForColors(page, other);
  // The page is the same but for its colours, and so is what axe would say of anything else.
  const found = await violationsOf(page, ['color-contrast', 'link-in-text-block']);
  await askForColors(page, own);
  return [...found.map((each) => `${other}: ${each}`), ...(await violationsOf(page))];
}

/** What axe finds wrong with the page as it stands, by all of its rules or some: rule, element and why. */
export async function violationsOf(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  // Evaluated, not added as a script: the page's policy lets no foreign script in.
  await page.evaluate(axe.source);
  const { violations } = await until(
    'axe has looked at a page on which nothing moved',
    async () => {
      await settled(page);
      return await page.evaluate<Judgement>(judgementBy(rules));
    },
    (seen) => !seen.hasMoved || seen.violations.length === 0,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

interface Judgement {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
  /** Whether something began to move meanwhile, as when an event came: what was found may be of the moment between. */
  readonly hasMoved: boolean;
}

const judgementBy = (runOnly: readonly string[] | undefined) => `(async () => {
  let hasMoved = false;
  const listening = new AbortController();
  for (const kind of ['transitionrun', 'animationstart'])
    document.addEventListener(kind, () => (hasMoved = true), { signal: listening.signal });
  const { violations } = await axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], runOnly })});
  listening.abort();
  return { violations, hasMoved };
})()`;

/** Waits until nothing loads and nothing moves but what always does: a colour half-way through its transition would be judged. */
export async function settled(page: Page): Promise<void> {
  const look = `
    ![...document.querySelectorAll('[role=status]')].some((one) => one.textContent === 'Loading') &&
    document.querySelector('[aria-busy=true], [data-stale]') === null &&
    // Before its transition begins, a dialog is there and cannot be seen.
    [...document.querySelectorAll('[role=dialog]')].every((one) => getComputedStyle(one).opacity === '1') &&
    document.getAnimations().every((one) =>
      one.playState === 'finished' || one.effect.getComputedTiming().iterations === Infinity)`;
  await until(
    'the page has settled',
    () => page.evaluate(look),
    (isSettled) => isSettled === true,
  );
}
