import type { Api } from '../harness/installation.ts';
import { median } from '../harness/measure.ts';
import type { MeasuredBrowser } from './browser.ts';

/** The medians of some cold loads of the Overview, in milliseconds from the navigation. */
export interface FirstLoad {
  readonly firstPaintMs: number;
  readonly usableMs: number;
}

/** How many loads are measured. */
export const loads = 9;
const overviewClock = new URL('./overview-clock.js', import.meta.url);

/** Puts something on the Overview that needs somebody: a campaign that was paused. */
export async function pauseCampaign(api: Api): Promise<void> {
  const { items } = await api.call<{ readonly items: readonly { readonly id: string; readonly name: string }[] }>(
    'GET',
    '/api/v1/messaging/campaigns',
  );
  const path = `/api/v1/messaging/campaigns/${items.find(({ name }) => name === 'Spring promotion')?.id ?? ''}`;
  await api.call('POST', `${path}/trigger`, {});
  await api.call('POST', `${path}/pause`, {});
}

/** Loads the Overview again and again, each time by a browser that has nothing of it. */
export async function firstLoad(browser: MeasuredBrowser): Promise<FirstLoad> {
  const measured: FirstLoad[] = [];
  for (let load = 0; load < loads; load += 1) measured.push(await oneLoad(browser));
  const middle = (of: keyof FirstLoad) => median(measured.map((each) => each[of]));
  return { firstPaintMs: middle('firstPaintMs'), usableMs: middle('usableMs') };
}

async function oneLoad(browser: MeasuredBrowser): Promise<FirstLoad> {
  await using window = await browser.window([overviewClock]);
  const { page } = window;
  await window.open('/', 'Overview');
  const usableMs = Number(await page.evaluate('overviewUsable'));
  const firstPaintMs = Number(
    await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"),
  );
  await page.getByRole('link', { name: 'is paused' }).click();
  await page.getByRole('heading', { level: 1, name: 'Spring promotion' }).waitFor();
  return { firstPaintMs, usableMs };
}
