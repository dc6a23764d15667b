import type { Page } from 'playwright-core';
import { percentile } from '../harness/measure.ts';
import type { MeasuredBrowser } from './browser.ts';
import { clickScreen, screens, untilHeading, type MeasuredScreen } from './screens.ts';

/** How long people wait for what they press. */
export interface Interactions {
  readonly count: number;
  /** From a click or key to the next frame on screen: the 95th of a hundred, and the worst. */
  readonly p95Ms: number;
  readonly worstMs: number;
  /** From a click in the navigation to the other screen with data that was read before. */
  readonly routeP95Ms: number;
}

const rounds = 2;
// The Event Timing API tells of interactions of at least this long; what it does not tell of took less.
const leastMs = 16;

/** Works through the console as a person does, by mouse and by keys. */
export async function interactions(browser: MeasuredBrowser): Promise<Interactions> {
  await using window = await browser.window();
  const { page } = window;
  await window.open('/', 'Overview');
  for (let round = 0; round < rounds; round += 1) await work(page);
  const routeMs = await routeChanges(page);
  const { all, slow } = await page.evaluate<Told>('clock.interactions()'); // page-clock.js answers exactly this
  if (process.env['MARQUEE_BENCH_SLOW'] !== undefined) tellSlowest(slow);
  const unseen = Array.from({ length: all - slow.length }, () => leastMs);
  const durations = [...unseen, ...slow.map(({ duration }) => duration)];
  return {
    count: all,
    p95Ms: percentile(durations, 0.95),
    worstMs: Math.max(...durations),
    routeP95Ms: percentile(routeMs, 0.95),
  };
}

/** What page-clock.js tells: how many interactions there were, and those that took long enough to be told of. */
interface Told {
  readonly all: number;
  readonly slow: readonly SlowInteraction[];
}

interface SlowInteraction {
  readonly duration: number;
  readonly name: string;
  readonly target: string;
}

function tellSlowest(slow: readonly SlowInteraction[]): void {
  const slowest = slow.toSorted((a, b) => b.duration - a.duration).slice(0, 20);
  for (const { duration, name, target } of slowest) console.log(`  ${duration} ms: ${name} on “${target}”`);
}

async function work(page: Page): Promise<void> {
  for (const screen of screens) await goTo(page, screen);
  await lookAtContact(page);
  await filterContacts(page);
  await useKeys(page);
}

async function goTo(page: Page, { path, name }: MeasuredScreen): Promise<void> {
  await clickScreen(page, path);
  await untilHeading(page, name);
}

async function lookAtContact(page: Page): Promise<void> {
  await goTo(page, { path: '/audiences/contacts', name: 'Contacts' });
  const link = page.locator('[data-row]').first();
  const phone = (await link.textContent()) ?? '';
  await link.click();
  await untilHeading(page, phone);
  for (const name of ['Edit', 'Delete', 'Code']) {
    await page.getByRole('main').getByRole('button', { name, exact: true }).click();
    await page.getByRole('dialog').waitFor();
    if (name === 'Code') await page.getByRole('dialog').getByText('curl', { exact: true }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await page.getByRole('main').getByRole('link', { name: 'Contacts', exact: true }).click();
  await untilHeading(page, 'Contacts');
}

async function filterContacts(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Consent' }).click();
  await page.getByRole('option', { name: 'Opted in', exact: true }).click();
  await page.getByLabel('Name, number or attribute').click();
  await page.keyboard.type('1415', { delay: 40 });
  await page.locator('[data-row]').first().waitFor();
  for (let key = 0; key < 4; key += 1) await page.keyboard.press('Backspace');
  await page.locator('[data-row]').first().focus();
  for (let row = 0; row < 5; row += 1) await page.keyboard.press('ArrowDown');
  await page.getByRole('main').getByRole('button', { name: 'Add contact' }).click();
  await page.getByRole('dialog').waitFor();
  await page.getByLabel('Phone number').click();
  await page.keyboard.type('+14155', { delay: 40 });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

async function useKeys(page: Page): Promise<void> {
  const { keyboard } = page;
  for (const [key, name] of [
    ['j', 'Jobs'],
    ['p', 'Campaigns'],
    ['o', 'Overview'],
  ] as const) {
    await keyboard.press('g');
    await keyboard.press(key);
    await untilHeading(page, name);
  }
  await keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  await keyboard.type('api k', { delay: 40 });
  await page.getByRole('option', { name: /^API keys/ }).waitFor();
  for (const key of ['ArrowDown', 'ArrowUp', 'Enter']) await keyboard.press(key);
  await untilHeading(page, 'API keys');
  await keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Twice through ten screens, after a first time that reads what they show. */
async function routeChanges(page: Page): Promise<readonly number[]> {
  const few = screens.slice(0, 10);
  for (const screen of few) await routeChange(page, screen);
  const measured: number[] = [];
  for (const screen of [...few, ...few]) measured.push(await routeChange(page, screen));
  return measured;
}

async function routeChange(page: Page, { path, name }: MeasuredScreen): Promise<number> {
  const taken = page.evaluate(`clock.fromClick(() => clock.shows(${JSON.stringify(name)}))`);
  await clickScreen(page, path);
  return Number(await taken);
}
