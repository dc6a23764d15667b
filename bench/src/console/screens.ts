import type { Page } from 'playwright-core';

/** A screen of the navigation, and its heading. */
export interface MeasuredScreen {
  readonly path: string;
  readonly name: string;
}

/** Clicks a screen's link in the navigation. */
export async function clickScreen(page: Page, path: string): Promise<void> {
  await page.locator(`nav a[href="${path}"]`).first().click();
}

/** Waits for a heading, of a screen or of a record. */
export async function untilHeading(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
}

/** Twenty screens of all areas. */
export const screens: readonly MeasuredScreen[] = [
  { path: '/', name: 'Overview' },
  { path: '/campaigns/messaging', name: 'Campaigns' },
  { path: '/campaigns/messages', name: 'Messages' },
  { path: '/audiences/contacts', name: 'Contacts' },
  { path: '/audiences/segments', name: 'Segments' },
  { path: '/audiences/templates', name: 'Templates' },
  { path: '/audiences/imports', name: 'Imports' },
  { path: '/audiences/inbound', name: 'Inbound' },
  { path: '/audiences/suppressions', name: 'Suppressions' },
  { path: '/insights/explore', name: 'Explore' },
  { path: '/insights/catalog', name: 'Catalog' },
  { path: '/insights/performance', name: 'Performance' },
  { path: '/operations/webhooks', name: 'Webhooks' },
  { path: '/operations/events', name: 'Event log' },
  { path: '/operations/jobs', name: 'Jobs' },
  { path: '/operations/health', name: 'Health' },
  { path: '/operations/monitoring', name: 'Monitoring' },
  { path: '/settings/members', name: 'Members' },
  { path: '/settings/api-keys', name: 'API keys' },
  { path: '/settings/audit', name: 'Audit trail' },
];
