import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { settled, type ColorScheme } from '../harness/console/console.ts';
import type { Shop } from '../harness/shop/shop.ts';

/** One picture of the console. */
export interface Shot {
  readonly name: string;
  readonly path: (shop: Shop) => string;
  /** What is on screen once the picture is worth taking. */
  readonly shows: (page: Page) => Promise<void>;
  /** Taken before anybody has signed in. */
  readonly isOpen?: boolean;
}

const explored = new URLSearchParams({
  type: 'shop_ads',
  metrics: JSON.stringify(['total_spend', 'total_revenue']),
  by: JSON.stringify(['channel']),
});

/** Every picture, in the order of a first visit. */
export const shots: readonly Shot[] = [
  { name: 'sign-in', path: () => '/sign-in', isOpen: true, shows: heading('Sign in to Marquee') },
  { name: 'overview', path: () => '/', shows: chart },
  { name: 'contacts', path: () => '/audiences/contacts', shows: text('1,305 in all') },
  { name: 'segment', path: ({ segment }) => `/audiences/segments/${segment}`, shows: text(/[\d,]+ match/) },
  { name: 'template', path: ({ template }) => `/audiences/templates/${template}`, shows: text('GSM-7') },
  { name: 'campaigns', path: () => '/campaigns/messaging', shows: text('Summer preview') },
  { name: 'send-plan', path: ({ draft }) => `/campaigns/messaging/${draft}`, shows: text('Has not opted in') },
  { name: 'live-send', path: ({ sending }) => `/campaigns/messaging/${sending}`, shows: text('Sending') },
  { name: 'report', path: ({ sent }) => `/campaigns/messaging/${sent}`, shows: text('of those handed over') },
  { name: 'inbound', path: () => '/audiences/inbound', shows: text('Is the offer still on?') },
  { name: 'explore', path: () => `/insights/explore?${explored.toString()}`, shows: chart },
  { name: 'monitoring', path: () => '/operations/monitoring', shows: chart },
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

/** What one picture may weigh. */
export const bytesMax = 200_000;

/** Where a picture is kept. */
export function pictureFile(name: string, colorScheme: ColorScheme): string {
  return fileURLToPath(new URL(`../../docs/screenshots/${name}-${colorScheme}.png`, import.meta.url));
}

/** Takes one picture as PNG: nothing moves in it, no caret blinks, nothing lies under the pointer. */
export async function take(page: Page, { path, shows }: Shot, shop: Shop): Promise<Buffer> {
  await page.goto(new URL(path(shop), page.url()).href);
  await page.mouse.move(0, 0);
  await shows(page);
  await settled(page);
  await page.evaluate('document.fonts.ready');
  return await page.screenshot({ animations: 'disabled', caret: 'hide' });
}

/** The size that the header of a PNG tells (RFC 2083, 11.2.1). */
export function sizeOf(png: Buffer): { readonly width: number; readonly height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

function text(wanted: string | RegExp) {
  return (page: Page) => page.getByRole('main').getByText(wanted).first().waitFor();
}

function heading(name: string) {
  return (page: Page) => page.getByRole('heading', { level: 1, name }).waitFor();
}

async function chart(page: Page): Promise<void> {
  await page.getByRole('main').locator('canvas').first().waitFor();
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
