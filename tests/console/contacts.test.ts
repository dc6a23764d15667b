import { Marquee } from '@marquee/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserPath } from '../harness/console/browser.ts';
import { openConsole, type OpenConsole } from '../harness/console/console.ts';
import { until } from '../harness/until.ts';

let opened: OpenConsole;

beforeAll(async () => {
  if (browserPath !== undefined) opened = await openConsole();
}, 240_000);

afterAll(async () => opened?.[Symbol.asyncDispose]());

test.skipIf(browserPath === undefined)('a contact is added, changed, taken back and deleted', async () => {
  const { api } = opened;
  await using window = await opened.window({ path: '/audiences/contacts' });
  const { page } = window;
  await page.getByRole('heading', { name: 'No contacts yet' }).waitFor();

  await page.getByRole('main').getByRole('button', { name: 'Add contact' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add a contact' });
  await dialog.getByLabel('Phone number').fill('0171 5550001');
  await dialog.getByRole('button', { name: 'Add contact' }).click();
  await dialog.getByText('Write the number in E.164 form').waitFor();
  await dialog.getByLabel('Phone number').fill('+49 171 5550001');
  await dialog.getByLabel('Value').fill('Ada');
  await dialog.getByRole('button', { name: 'Add contact' }).click();
  await dialog.waitFor({ state: 'detached' });

  await page.getByRole('link', { name: '+491715550001' }).click();
  await page.getByRole('heading', { level: 1, name: '+491715550001' }).waitFor();
  await page.getByRole('button', { name: 'Edit' }).click();
  const editor = page.getByRole('dialog', { name: 'Edit contact' });
  await editor.getByLabel('Value').fill('Grace');
  await editor.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('main').getByText('Grace').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('main').getByText('Ada').waitFor();
  expect(await api.messaging.contacts.get.query({ phone_e164: '+491715550001' })).toMatchObject({
    consent_state: 'OPT_OUT',
    attributes: { name: 'Ada' },
  });

  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete contact' }).click();
  await page.getByRole('heading', { name: 'No contacts yet' }).waitFor();
  expect((await api.messaging.contacts.list.query({})).items).toEqual([]);
  expect(window.complaints).toEqual([]);
});

test.skipIf(browserPath === undefined)(
  'filters that were cleared stay cleared, and an empty list leads to the import of a file',
  async () => {
    await using window = await opened.window({ path: '/audiences/contacts' });
    const { page } = window;
    await page.getByRole('heading', { name: 'No contacts yet' }).waitFor();

    await page.getByLabel('Name, number or attribute').fill('+1 999');
    await page.getByRole('heading', { name: 'No contact matches' }).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByRole('heading', { name: 'No contacts yet' }).waitFor();
    await expect.poll(() => page.getByLabel('Name, number or attribute').inputValue()).toBe('');
    expect(new URL(page.url()).search).toBe('');

    await page.getByRole('main').getByRole('link', { name: 'Import' }).last().press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Import contacts' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'No contacts yet' }).waitFor();
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'what the server refuses stands in the form, and the form keeps what was typed',
  async () => {
    const contact = { phone_e164: '+14155550100', consent_state: 'OPT_OUT' } as const;
    await opened.api.messaging.contacts.create.mutate(contact);
    await using window = await opened.window({ path: '/audiences/contacts' });
    const { page } = window;

    await page.getByRole('main').getByRole('button', { name: 'Add contact' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a contact' });
    await dialog.getByLabel('Phone number').fill(contact.phone_e164);
    await dialog.getByRole('button', { name: 'Add contact' }).click();

    await dialog.getByRole('alert').waitFor();
    expect(await dialog.getByLabel('Phone number').inputValue()).toBe(contact.phone_e164);
  },
);

test.skipIf(browserPath === undefined)(
  'a form shows the call that it would make, and keeps what was typed',
  async () => {
    await using window = await opened.window({ path: '/audiences/contacts' });
    const { page } = window;
    await page.getByRole('main').getByRole('button', { name: 'Add contact' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Add a contact' });
    await dialog.getByLabel('Phone number').fill('+49 171 5550009');

    await dialog.getByRole('button', { name: 'Code' }).click();
    const code = page.getByRole('dialog', { name: 'The same call as code' });
    await code.getByText('messaging.contacts.create').first().waitFor();
    expect(await code.locator('pre').innerText()).toContain('+491715550009');
    await page.keyboard.press('Escape');
    await code.waitFor({ state: 'detached' });

    expect(await dialog.getByLabel('Phone number').inputValue()).toBe('+49 171 5550009');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)('filters live in the address: a reload shows the same', async () => {
  await opened.api.messaging.contacts.create.mutate({ phone_e164: '+4915550001', consent_state: 'OPT_IN' });
  await opened.api.messaging.contacts.create.mutate({ phone_e164: '+4415550002', consent_state: 'OPT_OUT' });
  await using window = await opened.window({ path: '/audiences/contacts' });
  const { page } = window;
  const rows = page.getByRole('table', { name: 'Contacts' }).getByRole('link');

  await page.getByLabel('Name, number or attribute').fill('+49');
  await page.getByText('1 in all').waitFor();
  await page.reload();

  await page.getByText('1 in all').waitFor();
  expect(await rows.allInnerTexts()).toEqual(['+4915550001']);
  expect(await page.getByLabel('Name, number or attribute').inputValue()).toBe('+49');
});

test.skipIf(browserPath === undefined)(
  'somebody is found by name, number or attribute, in the list and from anywhere',
  async () => {
    const phone_e164 = '+4415550301';
    await opened.api.messaging.contacts.create.mutate({
      ...{ phone_e164, consent_state: 'OPT_IN', attributes: { name: 'Mary Somerville', city: 'Jedburgh' } },
    });
    await using window = await opened.window({ path: '/audiences/contacts' });
    const { page } = window;
    const rows = page.getByRole('table', { name: 'Contacts' }).getByRole('link');
    const field = page.getByLabel('Name, number or attribute');
    for (const text of ['somer', 'mary so', 'JEDBURGH', '+44 1555 0301', '4415550301']) {
      await field.fill(text);
      await page.getByText('1 in all').waitFor();
      expect(await rows.allInnerTexts()).toEqual([phone_e164]);
      await field.fill('nobody at all');
      await page.getByRole('heading', { name: 'No contact matches' }).waitFor();
    }

    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search or jump to' }).waitFor();
    await page.keyboard.type('jedb');
    const contacts = page.getByRole('group', { name: 'Contacts', exact: true });
    await contacts.getByRole('option', { name: /^Mary Somerville.*\+4415550301 · Jedburgh$/ }).click();
    await page.getByRole('heading', { level: 1, name: phone_e164 }).waitFor();
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'what others change appears by itself: consent in its row, new contacts as a count, deleted ones gone',
  async () => {
    const { api } = opened;
    const phone_e164 = '+33155550001';
    await api.messaging.contacts.create.mutate({ phone_e164, consent_state: 'OPT_OUT' });
    await using window = await opened.window({ path: '/audiences/contacts?search=%2B33' });
    const { page } = window;
    await page.getByRole('status').getByText('Live').waitFor();
    const row = page.getByRole('row', { name: phone_e164 });
    await row.getByText('Not opted in').waitFor();

    await api.messaging.contacts.update.mutate({ phone_e164, consent_state: 'OPT_IN' });
    await row.getByText('Opted in', { exact: true }).waitFor();

    await api.messaging.contacts.create.mutate({ phone_e164: '+33155550002', consent_state: 'OPT_OUT' });
    await page.getByRole('button', { name: '1 new' }).click();
    await page.getByRole('row', { name: '+33155550002' }).waitFor();

    await api.messaging.contacts.delete.mutate({ phone_e164 });
    await row.waitFor({ state: 'detached' });
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'events that came while the connection was away are there when it is back',
  async () => {
    const { api } = opened;
    const phone_e164 = '+34155550001';
    await api.messaging.contacts.create.mutate({ phone_e164, consent_state: 'OPT_OUT' });
    await using window = await opened.window({ path: '/audiences/contacts?search=%2B34' });
    const { page } = window;
    await page.getByRole('status').getByText('Live').waitFor();
    const row = page.getByRole('row', { name: phone_e164 });
    await row.getByText('Not opted in').waitFor();

    await page.context().setOffline(true);
    await page.getByRole('status').getByText('Offline', { exact: true }).waitFor();
    await api.messaging.contacts.update.mutate({ phone_e164, consent_state: 'OPT_IN' });
    await page.context().setOffline(false);

    await page.getByRole('status').getByText('Live').waitFor();
    await row.getByText('Opted in', { exact: true }).waitFor();
  },
);

test.skipIf(browserPath === undefined)(
  'a long list is read as it is scrolled and never drawn whole; its place is kept in the address',
  async () => {
    const patient = new Marquee({ baseUrl: opened.serving.baseUrl, apiKey: opened.serving.apiKey, retries: 9 });
    const numbers = Array.from({ length: 450 }, (_, n) => `+35155${10_000 + n}`);
    for (const phone_e164 of numbers) await patient.messaging.contacts.create({ phone_e164 });
    await using window = await opened.window({ path: '/audiences/contacts?search=%2B35155' });
    const { page } = window;
    const table = page.getByRole('table', { name: 'Contacts' });
    await page.getByText('450 in all').waitFor();

    expect(await table.getAttribute('aria-rowcount')).toBe('451');
    const scroller = table.locator('..');
    await scroller.hover();
    await until(
      'the last row has come into view',
      async () => {
        await page.mouse.wheel(0, 2000);
        return await table.getByRole('link', { name: '+3515510000' }).count();
      },
      (count) => count === 1,
    );

    expect(await table.getByRole('row').count()).toBeLessThan(60);
    await page.waitForURL(/cursor=/);
    await page.reload();
    await table.getByRole('link').first().waitFor();
    await page.getByRole('button', { name: 'Back to the start' }).click();
    await table.getByRole('link', { name: '+3515510449' }).waitFor();
    expect(window.complaints).toEqual([]);
  },
);
