import type { CDPSession, Page } from 'playwright-core';
import type { Api } from '../harness/installation.ts';
import { median } from '../harness/measure.ts';
import type { MeasuredBrowser } from './browser.ts';
import { keptMb } from './kept-objects.ts';
import { clickScreen, screens, untilHeading } from './screens.ts';

/** What a window keeps in memory after long use. */
export interface Soak {
  readonly rounds: number;
  /** JavaScript's heap at the end, swept. */
  readonly heapMb: number;
  /** The middle of the last third of the rounds by that of the first. */
  readonly growth: number;
  /** Objects, functions and text that the page holds at the end. */
  readonly keptMb: number;
  /** The same by what it held when each screen had been shown twice. */
  readonly keptGrowth: number;
  /** Events that came meanwhile. */
  readonly events: number;
}

// A screen's second visit loads nothing more: from here on, what the page holds has no reason to grow.
const roundsToLoad = 2;
// Thirds need three rounds, however short the soak.
const roundsLeast = 3;

/** How long it takes; MARQUEE_BENCH_SOAK_S makes it shorter while something is tried. */
export const soakSeconds = Number(process.env['MARQUEE_BENCH_SOAK_S'] ?? 300);

/** Goes round twenty screens, scrolls lists, opens forms, while others change things. */
export async function soak(browser: MeasuredBrowser, api: Api): Promise<Soak> {
  await using window = await browser.window();
  const { page, devtools } = window;
  await window.open('/', 'Overview');
  await using others = changeContacts(api);
  const endMs = performance.now() + soakSeconds * 1000;
  const heapsMb: number[] = [];
  let keptFirstMb = Number.NaN;
  while (heapsMb.length < roundsLeast || performance.now() < endMs) {
    await goRound(page);
    heapsMb.push(await sweptHeapMb(devtools));
    if (heapsMb.length === roundsToLoad) keptFirstMb = await keptMb(devtools);
  }
  const keptLastMb = await keptMb(devtools);
  console.log(`  heap after each round, MB: ${heapsMb.map((each) => each.toFixed(1)).join(' ')}`);
  console.log(
    `  of it objects, functions and text, MB: ${keptFirstMb.toFixed(2)}, at the end ${keptLastMb.toFixed(2)}`,
  );
  return {
    rounds: heapsMb.length,
    heapMb: heapsMb.at(-1) ?? Number.NaN,
    growth: growthOf(heapsMb),
    keptMb: keptLastMb,
    keptGrowth: keptLastMb / keptFirstMb,
    events: others.made(),
  };
}

function growthOf(heapsMb: readonly number[]): number {
  const third = Math.ceil(heapsMb.length / 3);
  return median(heapsMb.slice(-third)) / median(heapsMb.slice(0, third));
}

async function goRound(page: Page): Promise<void> {
  for (const { path, name } of screens) {
    await clickScreen(page, path);
    await untilHeading(page, name);
    await scroll(page);
    if (name === 'Contacts') await openForm(page, 'Add contact');
    if (name === 'Members') await openForm(page, 'Invite');
    if (name === 'Segments') await openRecord(page, 'Premium customers');
    if (name === 'Templates') await openRecord(page, 'Spring sale');
    if (name === 'Campaigns') await openRecord(page, 'Spring promotion');
  }
}

async function scroll(page: Page): Promise<void> {
  await page.mouse.move(700, 500);
  for (let step = 0; step < 8; step += 1) await page.mouse.wheel(0, 400);
}

async function openForm(page: Page, button: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: button }).first().click();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('+1415', { delay: 10 });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

async function openRecord(page: Page, name: string): Promise<void> {
  await page.getByRole('main').getByRole('link', { name, exact: true }).first().click();
  await untilHeading(page, name);
}

async function sweptHeapMb(devtools: CDPSession): Promise<number> {
  // The first sweep runs what waited for it, the second takes what that let go.
  for (let sweep = 0; sweep < 2; sweep += 1) await devtools.send('HeapProfiler.collectGarbage');
  return (await devtools.send('Runtime.getHeapUsage')).usedSize / 1e6;
}

/** A number that no import of the bench has: their second to fourth digits end at 900. */
function newPhone(n: number): string {
  return `+1999${2_000_000 + n}`;
}

/** Another client, who changes a contact or adds one twice a second. */
function changeContacts(api: Api): AsyncDisposable & { readonly made: () => number } {
  const leaving = new AbortController();
  let made = 0;
  const change = async () => {
    while (!leaving.signal.aborted) {
      const consent_state = made % 4 < 2 ? 'OPT_OUT' : 'OPT_IN';
      if (made % 2 === 0) await api.call('PUT', '/api/v1/messaging/contacts/%2B14155551039', { consent_state });
      else await api.call('POST', '/api/v1/messaging/contacts', { phone_e164: newPhone(made), consent_state });
      made += 1;
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, 500);
        leaving.signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
      });
    }
  };
  const changing = change();
  // A change that fails ends the soak when it is left, not the process at once.
  changing.catch(() => undefined);
  return {
    made: () => made,
    async [Symbol.asyncDispose]() {
      leaving.abort();
      await changing;
    },
  };
}
