import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserPath } from '../../harness/console/browser.ts';
import {
  openConsole,
  settled,
  signIn,
  violationsOf,
  type ConsoleWindow,
  type OpenConsole,
} from '../../harness/console/console.ts';
import { mailTo } from '../../harness/mailbox.ts';

const password = 'the sea is calm tonight';
const emails = { admin: 'grace@example.com', operator: 'alan@example.com', viewer: 'radia@example.com' };
let opened: OpenConsole;

beforeAll(async () => {
  if (browserPath === undefined) return;
  opened = await openConsole();
  const row = { timestamp: new Date().toISOString(), country: 'DE', spend: 41.5 };
  await opened.api.metrics.batches.upload.mutate({ data_type: 'ads', data: [row] });
  await opened.api.messaging.contacts.create.mutate({ phone_e164: '+14155550001', consent_state: 'OPT_IN' });
}, 240_000);

afterAll(async () => opened?.[Symbol.asyncDispose]());

test.skipIf(browserPath === undefined)(
  'the owner invites an admin, who joins by the mailed link and may be made anything but themselves',
  async () => {
    await using window = await opened.window({ path: '/settings/members' });
    const { page } = window;
    await page.getByRole('button', { name: 'Invite' }).first().press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Invite someone' });
    await dialog.getByLabel('E-mail').fill(emails.admin);
    await dialog.getByRole('combobox', { name: 'Role' }).click();
    await page.getByRole('option', { name: 'Owner: everything' }).waitFor();
    await page.getByRole('option', { name: 'Admin: manages people and keys, too' }).click();
    await dialog.getByRole('button', { name: 'Invite' }).click();
    await page.getByText(`${emails.admin} was invited`).waitFor();

    await using admin = await join('admin', 'Grace Example');
    await admin.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();

    await page.reload();
    await page.getByRole('combobox', { name: 'Role of Grace Example' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Role of Ann Example' }).count()).toBe(0);
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'an admin manages people and keys, and cannot reach above themselves',
  async () => {
    await using window = await signedIn('admin');
    const { page } = window;
    await go(page, '/settings/members', 'Members');
    await page.getByRole('cell', { name: 'Owner', exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Remove Ann Example' }).count()).toBe(0);

    for (const role of ['operator', 'viewer'] as const) {
      await page.getByRole('button', { name: 'Invite' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'Invite someone' });
      await dialog.getByLabel('E-mail').fill(emails[role]);
      await dialog.getByRole('combobox', { name: 'Role' }).click();
      await page.getByRole('option', { name: 'Admin: manages people and keys, too' }).waitFor();
      expect(await page.getByRole('option', { name: 'Owner: everything' }).count()).toBe(0);
      await page.getByRole('option', { name: role === 'operator' ? /^Operator/ : /^Viewer/ }).click();
      await dialog.getByRole('button', { name: 'Invite' }).click();
      await page.getByText(`${emails[role]} was invited`).waitFor();
    }
    await go(page, '/settings/api-keys', 'API keys');
    await page.getByRole('main').getByRole('button', { name: 'Make a key' }).first().click();
    await page.getByRole('dialog').getByLabel('Name').fill('Of Grace');
    await page.getByRole('dialog').getByRole('button', { name: 'Make a key' }).click();
    await page
      .getByText(/^mq_live_/)
      .first()
      .waitFor();
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'an operator adds contacts, texts and campaigns, and finds people and keys closed',
  async () => {
    await using window = await join('operator', 'Alan Example');
    const { page } = window;
    await go(page, '/audiences/contacts', 'Contacts');
    await page.getByRole('button', { name: 'Add contact' }).first().click();
    await page.getByLabel('Phone number').fill('+14155550002');
    await page.getByRole('dialog').getByRole('button', { name: 'Add contact' }).click();
    await page.getByText('+14155550002 was added').waitFor();
    await go(page, '/audiences/templates/new', 'New template');
    await page.getByLabel('Name').fill('Hello');
    await page.getByLabel('Text').fill('Hi there');
    await page.getByRole('button', { name: 'Create template' }).click();
    await page.getByRole('heading', { level: 1, name: 'Hello' }).waitFor();
    await go(page, '/campaigns/messaging', 'Campaigns');
    await page.getByRole('link', { name: 'New campaign' }).first().waitFor();

    await closed(page, '/settings/api-keys', 'API keys');
    await closed(page, '/settings/audit', 'Audit trail');
    await go(page, '/settings/members', 'Members');
    expect(await page.getByRole('button', { name: 'Invite' }).count()).toBe(0);
    await go(page, '/settings/workspace', 'Workspace');
    await page.getByText('Only admins and owners change these').waitFor();
    await go(page, '/operations/webhooks', 'Webhooks');
    await page.getByRole('heading', { name: 'No webhooks yet' }).waitFor();
    expect(await page.getByRole('button', { name: 'Add webhook' }).count()).toBe(0);
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'a viewer explores and downloads, and is shown nothing that would be refused',
  async () => {
    await using window = await join('viewer', 'Radia Example');
    const { page } = window;
    await go(page, '/insights/explore?type=ads&metrics=%5B%22total_spend%22%5D', 'Explore');
    await page.getByRole('button', { name: 'Show as table' }).click();
    await page.getByRole('cell', { name: '41.5' }).waitFor();
    await page.getByRole('button', { name: 'CSV' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Download total_spend' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('total_spend.csv');

    await closed(page, '/insights/upload', 'Upload');
    await closed(page, '/campaigns/messaging/new', 'New campaign');
    await closed(page, '/audiences/imports/new', 'Import contacts');
    await closed(page, '/settings/api-keys', 'API keys');
    await go(page, '/audiences/contacts', 'Contacts');
    await page.getByRole('link', { name: '+14155550001' }).click();
    await page.getByRole('heading', { level: 1, name: '+14155550001' }).waitFor();
    await settled(page);
    const offered = await page.getByRole('main').getByRole('button').allInnerTexts();
    expect(offered.filter((text) => ['Add contact', 'Edit', 'Delete'].includes(text))).toEqual([]);
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'who gets another role may do so at once, and who is removed is out and stays out',
  async () => {
    await using member = await signedIn('viewer');
    await go(member.page, '/audiences/contacts', 'Contacts');
    await member.page.getByRole('status').getByText('Live').waitFor();
    const add = member.page.getByRole('main').getByRole('button', { name: 'Add contact' });
    expect(await add.count()).toBe(0);
    await using window = await opened.window({ path: '/settings/members' });
    const { page } = window;

    await page.getByRole('combobox', { name: 'Role of Radia Example' }).click();
    await page.getByRole('option', { name: 'Operator' }).click();
    await page.getByText('Radia Example is Operator from here on').waitFor();
    await add.first().click();
    await member.page.getByLabel('Phone number').fill('+14155550003');
    await member.page.getByRole('dialog').getByRole('button', { name: 'Add contact' }).click();
    await member.page.getByText('+14155550003 was added').waitFor();

    await page.getByRole('button', { name: 'Remove Radia Example' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove member' }).click();
    await page.getByText('Radia Example was removed').waitFor();
    expect(await page.getByRole('cell', { name: emails.viewer }).count()).toBe(0);
    await member.page.getByText('Your session is over').waitFor();
    await member.page.getByLabel('E-mail').fill(emails.viewer);
    await member.page.getByLabel('Password', { exact: true }).fill(password);
    await member.page.getByRole('button', { name: 'Sign in' }).click();
    await member.page.getByRole('alert').getByText('does not belong to that workspace').waitFor();
    expect(window.complaints).toEqual([]);
  },
);

async function go(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(opened.serving.baseUrl + path);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
}

/** The way there is not offered, and whoever comes by the address is told why it is closed. */
async function closed(page: Page, path: string, heading: string): Promise<void> {
  await go(page, path, heading);
  await page.getByText('Your role does not include it. An admin of the workspace can change that.').waitFor();
  expect(await page.getByRole('navigation').getByRole('link', { name: heading, exact: true }).count()).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
}

/** Whoever was invited follows the link of their mail and is inside. */
async function join(role: keyof typeof emails, name: string): Promise<ConsoleWindow> {
  const text = await mailTo(opened.serving.dataDir, emails[role]);
  const link = /\/accept-invite#token=\S+/.exec(text)?.[0] ?? '';
  const window = await opened.window({ path: link, isSignedIn: false });
  await window.page.getByLabel('Your name').fill(name);
  await window.page.getByLabel('Password', { exact: true }).fill(password);
  await window.page.getByRole('button', { name: 'Join' }).click();
  await window.page.getByRole('navigation').waitFor();
  return window;
}

async function signedIn(role: keyof typeof emails): Promise<ConsoleWindow> {
  const window = await opened.window({ path: '/sign-in', isSignedIn: false });
  await signIn(window.page, { email: emails[role], password });
  return window;
}
