import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Carrier } from '../harness/carrier.ts';
import { browserPath } from '../harness/console/browser.ts';
import { openConsoleWithCarrier, type ConsoleWithCarrier } from '../harness/console/console-with-carrier.ts';
import { settled, violationsOf } from '../harness/console/console.ts';

const stack = new AsyncDisposableStack();
let opened: ConsoleWithCarrier;
let carrier: Carrier;

beforeAll(async () => {
  if (browserPath === undefined) return;
  opened = stack.use(await openConsoleWithCarrier());
  carrier = opened.carrier;
}, 300_000);

afterAll(() => stack.disposeAsync(), 60_000);

const csv = [
  'Mobile,Consent,City,name',
  '+14155550101,OPT_IN,Berlin,Ada',
  '+14155550102,OPT_IN,Berlin,Grace',
  '+14155550103,OPT_OUT,Berlin,Mary',
  '+14155550104,OPT_IN,Austin,Joan',
  '12,OPT_IN,Austin,Nobody',
].join('\n');

test.skipIf(browserPath === undefined)(
  'a file becomes contacts, a segment, a text and a campaign whose report says what happened',
  { timeout: 400_000 },
  async () => {
    await using window = await opened.window({ path: '/settings/senders' });
    const { page } = window;
    page.setDefaultTimeout(60_000);

    await addSender(page);
    await importContacts(page);
    await makeSegment(page);
    await writeTemplate(page);
    await sendCampaign(page);
    await lookAtMessage(page);

    expect((await carrier.recipients('+1415555')).size).toBe(2);
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'an answer that may mean stop waits for a person, who judges it',
  { timeout: 240_000 },
  async () => {
    const { messaging } = opened.api;
    await messaging.contacts.create.mutate({ phone_e164: '+14155550199', consent_state: 'OPT_IN' });
    await messaging.senders.put.mutate({
      ...{ sender_id: 'answers', phone_e164: '+15550002222', base_url: carrier.url, simulated: true },
      ...{ account_sid: carrier.accountSid, auth_token: carrier.authToken },
    });
    await using window = await opened.window({ path: '/audiences/inbound?tab=reviews' });
    const { page } = window;
    page.setDefaultTimeout(60_000);
    await page.getByText('Nothing waits for a judgement').waitFor();

    await carrier.writes({ from: '+14155550199', to: '+15550002222', body: 'Please stop this' });
    await page.getByRole('button', { name: 'Judge the answer of +14155550199' }).click();
    const dialog = page.getByRole('dialog', { name: 'Does this mean stop?' });
    await dialog.getByLabel('Note').fill('Said so plainly');
    await settled(page);
    expect(await violationsOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'They meant stop' }).click();
    await page.getByText('+14155550199 is stopped').waitFor();

    expect(await opened.api.messaging.contacts.get.query({ phone_e164: '+14155550199' })).toMatchObject({
      consent_state: 'STOP',
    });
  },
);

test.skipIf(browserPath === undefined)(
  'a segment of nested conditions is written without a mouse, and a change is taken back',
  { timeout: 240_000 },
  async () => {
    await using window = await opened.window({ path: '/' });
    const { page } = window;
    page.setDefaultTimeout(60_000);

    await page.keyboard.press('g');
    await page.keyboard.press('g');
    await page.getByRole('heading', { level: 1, name: 'Segments' }).waitFor();
    await page.getByRole('link', { name: 'New segment' }).press('Enter');
    // The list that is left has a field for names, too.
    await page.getByRole('heading', { level: 1, name: 'New segment' }).waitFor();
    await page.getByLabel('Name').pressSequentially('By hand');
    await page.getByRole('button', { name: 'Add group' }).press('Enter');
    await page.getByRole('group', { name: 'Group, level 2' }).getByLabel('Attribute').pressSequentially('City');
    await page.keyboard.press('Escape');
    await page.getByRole('group', { name: 'Group, level 2' }).getByLabel('Value').pressSequentially('Berlin');
    await page.getByRole('button', { name: 'Create segment' }).press('Enter');

    await page.getByRole('heading', { level: 1, name: 'By hand' }).waitFor();
    const { items } = await opened.api.messaging.segments.list.query({});
    expect(items.find(({ name }) => name === 'By hand')?.filter_criteria).toEqual({
      operator: 'AND',
      conditions: [
        { attribute: 'consent_state', operator: 'equals', value: 'OPT_IN' },
        { operator: 'OR', conditions: [{ attribute: 'City', operator: 'equals', value: 'Berlin' }] },
      ],
    });
    expect(window.complaints).toEqual([]);
  },
);

async function addSender(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add sender' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add a sender' });
  await dialog.getByLabel('Name').fill('main');
  await dialog.getByLabel('Number', { exact: false }).first().fill('+15550001111');
  await dialog.getByLabel('HTTP API').fill(carrier.url);
  await dialog.getByLabel('Account SID').fill(carrier.accountSid);
  await dialog.getByLabel('Auth token').fill(carrier.authToken);
  await dialog.getByLabel('Messages a second').fill('50');
  await dialog.getByRole('switch', { name: 'A simulator answers' }).click();
  await dialog.getByLabel('Of every other number').fill('0.01');
  await dialog.getByRole('button', { name: 'Save sender' }).click();
  await page.getByText('main was saved').waitFor();
}

async function importContacts(page: Page): Promise<void> {
  await page.goto(`${opened.serving.baseUrl}/audiences/imports/new`);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByRole('cell', { name: 'Mobile', exact: true }).waitFor();
  await page.getByLabel('What shows that they agreed').fill('Sign-up sheet');
  await settled(page);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('button', { name: 'Download all as CSV' }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download all as CSV' }).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toMatch(/^row,field,reason/);
  await page.getByRole('link', { name: 'Show contacts' }).click();
  await page.getByText('4 in all').waitFor();
}

async function makeSegment(page: Page): Promise<void> {
  await page.goto(`${opened.serving.baseUrl}/audiences/segments/new`);
  await page.getByLabel('Name').fill('Berliners');
  await page.getByPlaceholder('Attribute').fill('City');
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Value' }).fill('Berlin');
  const live = page.getByRole('complementary', { name: 'Who matches now' });
  await live.getByText('3 match').waitFor();
  await live.getByText('2 of them have opted in').waitFor();
  await settled(page);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Create segment' }).click();
  await page.getByRole('heading', { level: 1, name: 'Berliners' }).waitFor();
}

async function writeTemplate(page: Page): Promise<void> {
  await page.goto(`${opened.serving.baseUrl}/audiences/templates/new`);
  await page.getByLabel('Name').fill('Hello');
  await page.getByLabel('Text').fill('Hi ');
  await page.getByRole('button', { name: 'Insert the attribute name' }).click();
  const preview = page.getByRole('complementary', { name: 'As one person gets it' });
  await preview.getByText('Hi Joan').waitFor();
  await preview.getByText('GSM-7').waitFor();
  await codeHolds(page, 'messaging.templates.create', 'Hi {name}');
  await page.getByRole('button', { name: 'Create template' }).click();
  await page.getByRole('heading', { level: 1, name: 'Hello' }).waitFor();
}

async function sendCampaign(page: Page): Promise<void> {
  await page.goto(`${opened.serving.baseUrl}/campaigns/messaging/new`);
  await page.getByLabel('Name').fill('Spring');
  await page.getByRole('combobox', { name: 'Template' }).click();
  await page.getByRole('option', { name: 'Hello' }).click();
  await codeHolds(page, 'messaging.campaigns.create', 'Spring');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('combobox', { name: 'Segment' }).click();
  await page.getByRole('option', { name: 'Berliners' }).click();
  await page.getByText('3 match, 2 of them have opted in').waitFor();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Quiet from').fill('21:30');
  await codeHolds(page, 'messaging.campaigns.update', '21:30');
  await page.getByLabel('Quiet from').fill('');
  await page.getByRole('button', { name: 'Save and see the plan' }).click();
  await page.getByText('Has not opted in').first().waitFor();
  await settled(page);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Send now' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send to 2 people now?' });
  await dialog.getByText('nothing reaches a phone').waitFor();
  await dialog.getByRole('button', { name: 'Send now' }).click();
  await page.getByText('100.0% of those handed over').waitFor();
  await page.getByText('Completed').first().waitFor();
  await settled(page);
  expect(await violationsOf(page)).toEqual([]);
}

/** The call that a form would make holds what was typed into it. */
async function codeHolds(page: Page, ...texts: readonly string[]): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: 'Code', exact: true }).click();
  const code = page.getByRole('dialog', { name: 'The same call as code' });
  for (const text of texts) await code.locator('pre').getByText(text).waitFor();
  await page.keyboard.press('Escape');
  await code.waitFor({ state: 'detached' });
}

async function lookAtMessage(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Show its messages' }).click();
  await page.getByRole('link', { name: '+14155550101' }).click();
  await page.getByText('Hi Ada').waitFor();
  await page.getByText('Sign-up sheet').waitFor();
}
