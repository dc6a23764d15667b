import type { Page } from 'playwright-core';
import { settled, type ColorScheme, type OpenConsole } from '../harness/console.ts';
import type { Shop } from '../harness/shop.ts';

/** One picture of the console. */
interface Shot {
  readonly name: string;
  readonly path: (shop: Shop) => string;
  /** What is on screen once the picture is worth taking. */
  readonly shows: (page: Page) => Promise<void>;
  /** Taken before anybody has signed in. */
  readonly isOpen?: boolean;
}

const explored = new URLSearchParams({
  type: 'shop_ads',
  metrics: JSON.stringify(['total_spend', 'roas']),
  by: JSON.stringify(['channel']),
});

/** Every picture, in the order of a first visit. */
export const shots: readonly Shot[] = [
  { name: 'sign-in', path: () => '/sign-in', isOpen: true, shows: heading('Sign in to Marquee') },
  { name: 'overview', path: () => '/', shows: text('Running now') },
  { name: 'contacts', path: () => '/audiences/contacts', shows: text('+12015550100') },
  { name: 'segment', path: ({ segment }) => `/audiences/segments/${segment}`, shows: text(/[\d,]+ match/) },
  { name: 'template', path: ({ template }) => `/audiences/templates/${template}`, shows: text('GSM-7') },
  { name: 'campaigns', path: () => '/campaigns/messaging', shows: text('Summer preview') },
  { name: 'send-plan', path: ({ draft }) => `/campaigns/messaging/${draft}`, shows: text('Has not opted in') },
  { name: 'live-send', path: ({ sending }) => `/campaigns/messaging/${sending}`, shows: text('Running') },
  { name: 'report', path: ({ sent }) => `/campaigns/messaging/${sent}`, shows: text('of those handed over') },
  { name: 'inbound', path: () => '/audiences/inbound', shows: text('Is the offer still on?') },
  { name: 'explore', path: () => `/insights/explore?${explored.toString()}`, shows: charts },
  { name: 'monitoring', path: () => '/operations/monitoring', shows: charts },
  { name: 'jobs', path: () => '/operations/jobs', shows: text('Succeeded') },
  {
    name: 'webhook',
    path: ({ webhookId }) => `/operations/webhooks/${webhookId}`,
    shows: text('events.webhooks.tested'),
  },
  { name: 'settings', path: () => '/settings/workspace', shows: heading('Workspace') },
  { name: 'members', path: () => '/settings/members', shows: text('radia@example.com') },
  { name: 'palette', path: () => '/campaigns/messaging', shows: palette },
  { name: 'show-as-code', path: () => '/audiences/contacts', shows: code },
];

/** Takes one picture as PNG: nothing moves in it, no caret blinks. */
export async function take(opened: OpenConsole, shop: Shop, { name, colorScheme }: Taken): Promise<Buffer> {
  const shot = shots.find((one) => one.name === name);
  if (shot === undefined) throw new Error(`there is no picture ${name}`);
  const { isOpen = false, path, shows } = shot;
  await using window = await opened.window({ path: path(shop), colorScheme, isSignedIn: !isOpen });
  const { page } = window;
  await shows(page);
  await settled(page);
  await page.evaluate('document.fonts.ready');
  return await page.screenshot({ animations: 'disabled', caret: 'hide' });
}

/** Which picture, in which colours. */
interface Taken {
  readonly name: string;
  readonly colorScheme: ColorScheme;
}

function text(wanted: string | RegExp) {
  return (page: Page) => page.getByRole('main').getByText(wanted).first().waitFor();
}

function heading(name: string) {
  return (page: Page) => page.getByRole('heading', { level: 1, name }).waitFor();
}

async function charts(page: Page): Promise<void> {
  await page.getByRole('main').locator('canvas, svg').last().waitFor();
}

async function palette(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1, name: 'Campaigns' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or jump to' }).fill('seg');
  await page.getByRole('option').first().waitFor();
}

async function code(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: 'Code', exact: true }).click();
  await page.getByRole('dialog').waitFor();
}
