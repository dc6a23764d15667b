import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserPath } from '../harness/console/browser.ts';
import { openConsole, violationsOf, type OpenConsole } from '../harness/console/console.ts';

let opened: OpenConsole;

beforeAll(async () => {
  if (browserPath !== undefined) opened = await openConsole({ MARQUEE_WEBHOOKS_PRIVATE: '1' });
}, 240_000);

afterAll(async () => opened?.[Symbol.asyncDispose]());

test.skipIf(browserPath === undefined)(
  'a webhook is added, its secret shown once, paused and taken back, tested and deleted, without a mouse',
  { timeout: 120_000 },
  async () => {
    const { api } = opened;
    await using window = await opened.window({ path: '/operations/webhooks' });
    const { page } = window;
    await page.getByRole('heading', { name: 'No webhooks yet' }).waitFor();

    await page.getByRole('main').getByRole('button', { name: 'Add webhook' }).first().press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Add a webhook' });
    await dialog.getByLabel('URL').fill('not an address');
    await page.keyboard.press('Enter');
    await dialog.getByText('Invalid URL').waitFor();
    await dialog.getByLabel('URL').fill('http://127.0.0.1:9/hook');
    await page.keyboard.press('Enter');
    const secret = page.getByRole('dialog', { name: 'Signing secret' });
    await secret.getByText(/^whsec_/).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await secret.getByRole('button', { name: 'Done' }).press('Enter');

    await page.getByRole('link', { name: 'http://127.0.0.1:9/hook' }).press('Enter');
    await page.getByRole('button', { name: 'Pause' }).press('Enter');
    await page.getByRole('status').getByText('It gets nothing while it is paused').waitFor();
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    expect((await api.events.webhooks.list.query({})).items).toMatchObject([{ status: 'active' }]);

    await page.getByRole('button', { name: 'Send test' }).press('Enter');
    await page
      .getByRole('table', { name: 'Deliveries' })
      .getByRole('button', { name: 'events.webhooks.tested' })
      .press('Enter');
    await page.getByRole('dialog').getByText('No attempt has been made yet.').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'More' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Delete' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete webhook' }).press('Enter');
    await page.getByRole('heading', { name: 'No webhooks yet' }).waitFor();
    expect((await api.events.webhooks.list.query({})).items).toEqual([]);
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'the audit trail and the event log show what was just done, newest first, and the address keeps the filters',
  { timeout: 120_000 },
  async () => {
    const phone_e164 = '+14155550123';
    await opened.api.messaging.contacts.create.mutate({ phone_e164, consent_state: 'OPT_OUT' });
    await using window = await opened.window({
      path: '/settings/audit?operation=messaging.contacts.create&outcome=done',
    });
    const { page } = window;

    const audit = page.getByRole('table', { name: 'Audit trail' });
    await audit.getByRole('button', { name: 'messaging.contacts.create' }).first().click();
    await page.getByRole('dialog', { name: 'messaging.contacts.create' }).getByText('Request').waitFor();
    await page.keyboard.press('Escape');
    expect(await audit.getByRole('cell', { name: 'auth.register' }).count()).toBe(0);

    await page.goto(`${opened.serving.baseUrl}/operations/events?name=messaging.contacts.*`);
    const log = page.getByRole('table', { name: 'Event log' });
    await log.getByRole('button', { name: 'messaging.contacts.created' }).first().waitFor();
    await opened.api.messaging.contacts.delete.mutate({ phone_e164 });
    await page.getByRole('button', { name: '1 new' }).click();
    await log.getByRole('button', { name: 'messaging.contacts.deleted' }).waitFor();
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'a filter that lets no job through says so, and is cleared in place',
  async () => {
    await using window = await opened.window({ path: '/operations/jobs?status=failed' });
    const { page } = window;

    await page.getByRole('heading', { name: 'No job matches' }).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('heading', { name: 'No jobs yet' }).waitFor();

    expect(new URL(page.url()).search).toBe('');
    expect(window.complaints).toEqual([]);
  },
);
