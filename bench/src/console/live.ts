import type { Page } from 'playwright-core';
import type { Api, Installation } from '../harness/installation.ts';
import { median, percentile } from '../harness/measure.ts';
import { openLink } from './breakable-link.ts';
import { openBrowser, type MeasuredBrowser } from './browser.ts';

/** How soon a change of somebody else is on screen. */
export interface LiveChanges {
  readonly count: number;
  /** From the moment when the other client had its answer. */
  readonly p95Ms: number;
  readonly medianMs: number;
}

/** What a cut of the stream costs. */
export interface Reconnections {
  /** From the cut until the console says that it is live again. */
  readonly medianMs: number;
  readonly worstMs: number;
  /** Changes made while it was cut off that never came on screen. */
  readonly lost: number;
}

const changes = 40;
const cuts = 5;
const changesACut = 5;
const giveUpMs = 15_000;

/** Changes contacts that a window shows, and watches them change there. */
export async function liveChanges(browser: MeasuredBrowser, api: Api): Promise<LiveChanges> {
  await using window = await browser.window();
  const { page } = window;
  const phones = await openDemoContacts(page, window.open);
  const measured: number[] = [];
  for (let change = 0; change < changes; change += 1) {
    const phone = phones[change % phones.length] ?? '';
    const state = stateOf(change, phones.length);
    const seen = seenAt(page, phone, state);
    await setConsent(api, phone, state);
    const acceptedAt = performance.timeOrigin + performance.now();
    measured.push(Math.max(0, Number(await seen) - acceptedAt));
  }
  return { count: changes, p95Ms: percentile(measured, 0.95), medianMs: median(measured) };
}

/** Cuts the connections of a browser a few times, and changes things before it is back. */
export async function reconnections(installation: Installation): Promise<Reconnections> {
  const { port, host } = new URL(installation.url);
  await using link = await openLink(Number(port));
  // The page keeps its address, so that its session's cookie and its origin stay what they are.
  await using browser = await openBrowser(installation, [`--host-resolver-rules=MAP ${host} 127.0.0.1:${link.port}`]);
  await using window = await browser.window();
  const { page } = window;
  const phones = await openDemoContacts(page, window.open);
  const measured: number[] = [];
  let lost = 0;
  for (let round = 0; round < cuts; round += 1) {
    const live = page.evaluate(
      `clock.seen(() => ${says('Reconnecting')}).then(() => clock.seen(() => ${says('Live')}))`,
    );
    const cutAt = performance.timeOrigin + performance.now();
    link.cut();
    const changed = phones.slice(0, changesACut);
    const state = stateOf(round, 1);
    for (const phone of changed) await setConsent(installation.api, phone, state);
    measured.push(Number(await live) - cutAt);
    const shown = await Promise.all(changed.map((phone) => seenAt(page, phone, state)));
    lost += shown.filter((at) => at === null).length;
  }
  return { medianMs: median(measured), worstMs: Math.max(...measured), lost };
}

type Consent = 'OPT_IN' | 'OPT_OUT';

const labels = { OPT_IN: 'Opted in', OPT_OUT: 'Not opted in' } as const;

/** Out the first time round, in the second. */
function stateOf(change: number, contacts: number): Consent {
  return Math.floor(change / contacts) % 2 === 0 ? 'OPT_OUT' : 'OPT_IN';
}

async function setConsent(api: Api, phone: string, state: Consent): Promise<void> {
  await api.call('PUT', `/api/v1/messaging/contacts/${encodeURIComponent(phone)}`, { consent_state: state });
}

/** The numbers on screen, once the window is live. */
async function openDemoContacts(
  page: Page,
  open: (path: string, heading: string) => Promise<void>,
): Promise<readonly string[]> {
  await open('/audiences/contacts?search=%2B1415555', 'Contacts');
  await page.evaluate(`clock.seen(() => ${says('Live')} && clock.shows('Contacts'))`);
  return (await page.locator('[data-row]').allTextContents()).slice(0, 14);
}

function says(status: string): string {
  return `[...document.querySelectorAll('nav [role=status]')].some(({ textContent }) => textContent === '${status}')`;
}

/** When a row shows a consent; null when it does not within reason. */
function seenAt(page: Page, phone: string, state: Consent): Promise<unknown> {
  const row = `[...document.querySelectorAll('[role=row]')].find((row) => row.querySelector('[data-row]')?.textContent === '${phone}')`;
  const isShown = `[...(${row}?.querySelectorAll('span') ?? [])].some(({ textContent }) => textContent === '${labels[state]}')`;
  return page.evaluate(
    `Promise.race([clock.seen(() => ${isShown}), new Promise((resolve) => setTimeout(resolve, ${giveUpMs}, null))])`,
  );
}
