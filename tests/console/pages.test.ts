import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserPath } from '../harness/browser.ts';
import { openConsole, settled, violationsOf, type OpenConsole } from '../harness/console.ts';

/** Every route with the heading it shows, and the dialogs that open on it. */
const routes: readonly {
  readonly path: string;
  readonly heading: string;
  readonly isOpen?: boolean;
  readonly dialogs?: readonly string[];
}[] = [
  { path: '/sign-in', heading: 'Sign in to Marquee', isOpen: true },
  { path: '/register', heading: 'Create your workspace', isOpen: true },
  { path: '/forgot-password', heading: 'Set a new password', isOpen: true },
  { path: '/reset-password#token=abc', heading: 'Choose a new password', isOpen: true },
  { path: '/accept-invite#token=abc', heading: 'Join the workspace', isOpen: true },
  { path: '/', heading: 'Overview', dialogs: ['Code'] },
  { path: '/audiences/contacts', heading: 'Contacts', dialogs: ['Add contact', 'Code'] },
  { path: '/audiences/contacts/+14155550001', heading: '+14155550001', dialogs: ['Edit', 'Delete'] },
  { path: '/audiences/contacts/+19995550001', heading: '+19995550001' },
  { path: '/audiences/segments', heading: 'Segments', dialogs: ['Code'] },
  { path: '/audiences/segments/new', heading: 'New segment' },
  { path: '/audiences/templates', heading: 'Templates' },
  { path: '/audiences/templates/new', heading: 'New template' },
  { path: '/audiences/whatsapp-templates', heading: 'WhatsApp templates', dialogs: ['Code'] },
  { path: '/audiences/whatsapp-templates/new', heading: 'New WhatsApp template' },
  { path: '/audiences/imports', heading: 'Imports' },
  { path: '/audiences/imports/new', heading: 'Import contacts' },
  { path: '/audiences/inbound', heading: 'Inbound' },
  { path: '/audiences/inbound?tab=reviews', heading: 'Inbound' },
  { path: '/audiences/suppressions', heading: 'Suppressions', dialogs: ['Suppress a number'] },
  { path: '/campaigns/messaging', heading: 'Campaigns' },
  { path: '/campaigns/messaging/new', heading: 'New campaign' },
  { path: '/campaigns/messages', heading: 'Messages' },
  { path: '/campaigns/messages/new', heading: 'New WhatsApp message' },
  { path: '/operations/monitoring', heading: 'Monitoring' },
  { path: '/settings/senders', heading: 'Senders', dialogs: ['Add sender'] },
  { path: '/insights/explore?type=ads&metrics=%5B%22spend%22%5D', heading: 'Explore', dialogs: ['Code'] },
  { path: '/insights/catalog', heading: 'Catalog', dialogs: ['Code'] },
  { path: '/insights/upload', heading: 'Upload', dialogs: ['Code'] },
  { path: '/insights/performance', heading: 'Performance', dialogs: ['Clear cache'] },
  { path: '/operations/webhooks', heading: 'Webhooks', dialogs: ['Add webhook', 'Code'] },
  { path: '/operations/events', heading: 'Event log', dialogs: ['Code'] },
  { path: '/operations/jobs', heading: 'Jobs', dialogs: ['Code'] },
  { path: '/operations/health', heading: 'Health', dialogs: ['Code'] },
  { path: '/settings/audit', heading: 'Audit trail', dialogs: ['Code'] },
  { path: '/settings/limits', heading: 'Rate limits', dialogs: ['Code'] },
  { path: '/settings/workspace', heading: 'Workspace' },
  { path: '/settings/members', heading: 'Members', dialogs: ['Invite'] },
  { path: '/settings/api-keys', heading: 'API keys', dialogs: ['Make a key'] },
];

let opened: OpenConsole;

beforeAll(async () => {
  if (browserPath === undefined) return;
  opened = await openConsole();
  await opened.api.messaging.contacts.create.mutate({
    phone_e164: '+14155550001',
    consent_state: 'OPT_IN',
    attributes: { name: 'Ada', city: 'Berlin' },
  });
  const row = { timestamp: new Date().toISOString(), country: 'DE', spend: 1.5 };
  await opened.api.metrics.batches.upload.mutate({ data_type: 'ads', data: [row] });
}, 240_000);

afterAll(async () => opened?.[Symbol.asyncDispose]());

for (const colorScheme of ['light', 'dark'] as const) {
  test.skipIf(browserPath === undefined)(
    `in ${colorScheme}, axe finds nothing wrong with any page or dialog, and no page complains`,
    async () => {
      await using inside = await opened.window({ colorScheme });
      await using outside = await opened.window({ colorScheme, isSignedIn: false });
      const found: string[] = [];
      for (const { path, heading, isOpen = false, dialogs = [] } of routes) {
        const { page } = isOpen ? outside : inside;
        await page.goto(opened.serving.baseUrl + path);
        await page.getByRole('heading', { level: 1, name: heading }).waitFor();
        await settled(page);
        for (const violation of await violationsOf(page)) found.push(`${path}: ${violation}`);
        for (const name of dialogs) {
          for (const violation of await violationsWith(page, name)) found.push(`${path}, ${name}: ${violation}`);
        }
      }
      expect(found).toEqual([]);
      // A record that is not there is a refusal of the server, which the browser logs.
      const complaints = inside.complaints.filter((text) => !text.includes('404 (Not Found)'));
      expect([...complaints, ...outside.complaints]).toEqual([]);
    },
  );
}

test.skipIf(browserPath === undefined)('palette, shortcuts, menus and jobs are as free of faults', async () => {
  await using window = await opened.window({ path: '/audiences/contacts' });
  const { page } = window;

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or jump to' }).fill('contacts');
  await page.getByRole('option', { name: 'messaging.contacts.create' }).waitFor();
  await settled(page);
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await settled(page);
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Account of' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  await settled(page);
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'No jobs running' }).click();
  await page.getByText('Imports and sends show here while they run.').waitFor();
  await settled(page);
  expect(await violationsOf(page)).toEqual([]);
  expect(window.complaints).toEqual([]);
});

test.skipIf(browserPath === undefined)(
  'in the pseudo language no text is left in English, and nothing is cut off sideways',
  async () => {
    await using window = await opened.window({ path: '/audiences/contacts' });
    const { page } = window;
    await page.evaluate('localStorage.setItem("marquee.locale", "pseudo")');
    for (const path of [
      ...['/', '/audiences/contacts', '/audiences/whatsapp-templates', '/campaigns/messages'],
      ...['/settings/senders?add=whatsapp', '/settings/members', '/settings/workspace'],
    ]) {
      await page.goto(opened.serving.baseUrl + path);
      await page.locator('main h1', { hasText: /^\[.*\]$/ }).waitFor();
      await settled(page);

      const buttons = await page.locator('main button:visible').allInnerTexts();
      const width = await page.evaluate('document.documentElement.scrollWidth - innerWidth');

      expect(buttons.filter((text) => text !== '' && !text.startsWith('['))).toEqual([]);
      expect(width).toBeLessThanOrEqual(0);
    }
  },
);

async function violationsWith(page: Page, button: string): Promise<readonly string[]> {
  await page.getByRole('main').getByRole('button', { name: button, exact: true }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await settled(page);
  const found = await violationsOf(page);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  return found;
}
