import type { Page } from 'playwright-core';
import { median, percentile } from '../harness/measure.ts';
import type { MeasuredBrowser } from './browser.ts';

/** How a list of a hundred thousand contacts scrolls. */
export interface Scrolling {
  readonly frameP95Ms: number;
  readonly worstFrameMs: number;
  /** The most elements that its table had. */
  readonly mostNodes: number;
  /** How many rows went past. */
  readonly rows: number;
}

/** How soon a filter of the list is answered. */
export interface Filtering {
  /** Of the call itself, as the page sees it. */
  readonly answerMs: number;
  /** From the last key to the rows on screen, with the pause that waits for further keys. */
  readonly shownMs: number;
}

const wheelSteps = 150;
const pageKeys = 60;
const rowKeys = 60;

/** Scrolls through the list by wheel, by pages and row by row, as fast as it goes. */
export async function scrollContacts(browser: MeasuredBrowser): Promise<Scrolling> {
  await using window = await browser.window();
  const { page } = window;
  await window.open('/audiences/contacts', 'Contacts');
  await page.locator('[data-row]').first().waitFor();
  const box = await page.getByRole('table').boundingBox();
  await page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 200);
  await page.evaluate('clock.watchFrames()');
  for (let step = 0; step < wheelSteps; step += 1) await page.mouse.wheel(0, 300);
  await page.locator('main [tabindex="0"]:has([role=table])').focus();
  for (let step = 0; step < pageKeys; step += 1) await page.keyboard.press('PageDown');
  await page.locator('[data-row]').nth(12).focus();
  for (let step = 0; step < rowKeys; step += 1) await page.keyboard.press('ArrowDown');
  const rows = Number(await page.locator('main [role=row]').last().getAttribute('aria-rowindex'));
  const { times, mostNodes } = await page.evaluate<Frames>('clock.framesWatched()'); // page-clock.js answers exactly this
  return { frameP95Ms: percentile(times, 0.95), worstFrameMs: Math.max(...times), mostNodes, rows };
}

interface Frames {
  readonly times: readonly number[];
  readonly mostNodes: number;
}

/** Asks for numbers that begin so, a few times, each for the first time. */
export async function filterContacts(browser: MeasuredBrowser): Promise<Filtering> {
  await using window = await browser.window();
  const { page } = window;
  await window.open('/audiences/contacts', 'Contacts');
  await page.locator('[data-row]').first().waitFor();
  const measured: Filtering[] = [];
  for (const prefix of ['1201', '1333', '1415', '1512', '1650', '1720', '1899'])
    measured.push(await filterBy(page, prefix));
  return {
    answerMs: median(measured.map(({ answerMs }) => answerMs)),
    shownMs: median(measured.map(({ shownMs }) => shownMs)),
  };
}

async function filterBy(page: Page, prefix: string): Promise<Filtering> {
  await page.evaluate('performance.clearResourceTimings()');
  const shown = page.evaluate(`(() => {
    let last = 0;
    addEventListener('input', ({ timeStamp }) => (last = timeStamp));
    return clock
      .seen(() => {
        const rows = [...document.querySelectorAll('[data-row]')];
        return clock.shows('Contacts') && rows.length > 0 && rows.every(({ textContent }) => textContent.startsWith('+${prefix}'));
      })
      .then((at) => at - performance.timeOrigin - last);
  })()`);
  await page.getByLabel('Name, number or attribute').fill(prefix);
  const shownMs = Number(await shown);
  const answerMs = Number(
    await page.evaluate(
      "performance.getEntriesByType('resource').find(({ name }) => name.includes('messaging.contacts.list'))?.duration",
    ),
  );
  return { answerMs, shownMs };
}
