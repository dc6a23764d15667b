import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Carrier } from '../harness/carrier.ts';
import { browserPath } from '../harness/console/browser.ts';
import { openConsoleWithCarrier, type ConsoleWithCarrier } from '../harness/console/console-with-carrier.ts';
import { violationsInBothSchemes, type ColorScheme } from '../harness/console/console.ts';
import { until } from '../harness/until.ts';
import {
  callSimulator,
  reviewTemplate,
  takenByWhatsapp,
  whatsappNumber,
  writesByWhatsapp,
} from '../harness/whatsapp.ts';

const stack = new AsyncDisposableStack();
let opened: ConsoleWithCarrier;
let carrier: Carrier;

beforeAll(async () => {
  if (browserPath === undefined) return;
  opened = stack.use(await openConsoleWithCarrier());
  carrier = opened.carrier;
  await callSimulator(carrier, 'PUT /whatsapp-numbers', {
    ...whatsappNumber,
    webhook_url: `${opened.serving.baseUrl}/api/v1/hooks/whatsapp`,
  });
}, 300_000);

afterAll(() => stack.disposeAsync(), 60_000);

const ada = '+14155550101';

test.skipIf(browserPath === undefined)(
  'from a number at Meta to a template, its rejection, another, a message and an answer',
  { timeout: 500_000 },
  async () => {
    await opened.api.messaging.contacts.create.mutate({
      ...{ phone_e164: ada, consent_state: 'OPT_IN', time_zone: 'UTC', attributes: { first_name: 'Ada' } },
    });
    await using window = await opened.window({ path: '/audiences/whatsapp-templates' });
    const { page } = window;
    page.setDefaultTimeout(60_000);

    await page.getByRole('link', { name: 'Add a WhatsApp sender' }).click();
    await addSender(page);
    await writeTemplate(page);
    await lookAtRejection(page);
    await sendTemplate(page);
    await answerInTheWindow(page);
    await changeSender(page);

    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'a template is written and a message sent without a mouse, in the dark',
  { timeout: 300_000 },
  async () => {
    await carrier.change({ template_review_ms: 100 });
    await using window = await opened.window({ path: '/', colorScheme: 'dark' });
    const { page } = window;
    const { keyboard } = page;
    page.setDefaultTimeout(60_000);
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();

    await keyboard.press('g');
    await keyboard.press('v');
    await page.getByRole('link', { name: 'New template' }).press('Enter');
    await page.getByRole('textbox', { name: 'Name', exact: true }).pressSequentially('by_hand');
    await page.getByRole('textbox', { name: 'Text', exact: true }).pressSequentially('All is well, ');
    await page.getByRole('button', { name: 'Add variable' }).press('Enter');
    await keyboard.type('!');
    await page.getByRole('textbox', { name: 'Name of {{1}}' }).pressSequentially('first_name');
    await looksRight(page, 'dark');
    await page.getByRole('button', { name: 'Hand over to Meta' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'by_hand' }).waitFor();
    await page.getByRole('link', { name: 'Send it' }).press('Enter');
    await page.getByRole('combobox', { name: 'To' }).pressSequentially(ada);
    await page.getByText('They have opted in').waitFor();
    // The contact says it already.
    await holds(page.getByRole('textbox', { name: 'first_name' }), 'Ada');
    await page.getByRole('textbox', { name: 'first_name' }).focus();
    await looksRight(page, 'dark');
    await keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: ada }).waitFor();

    await until(
      'the message is taken',
      () => takenByWhatsapp(carrier),
      (taken) => taken.get(ada)?.includes('All is well, Ada!') === true,
    );
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'the palette finds campaigns, segments and templates by name, under headings, and opens them by keyboard',
  { timeout: 240_000 },
  async () => {
    const { messaging } = opened.api;
    const template = await messaging.templates.create.mutate({ name: 'Harvest text', content: 'Apples are in' });
    const segment = await messaging.segments.create.mutate({
      name: 'Harvest people',
      filter_criteria: { attribute: 'city', operator: 'equals', value: 'Berlin' },
    });
    const about = { template_id: template.id, segment_id: segment.id };
    await messaging.campaigns.create.mutate({ name: 'The big HARVEST', ...about });
    await using window = await opened.window({ path: '/' });
    const { page } = window;
    page.setDefaultTimeout(60_000);
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();

    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search or jump to' }).waitFor();
    await page.keyboard.type('harvest');
    for (const [group, name] of [
      ['Campaigns', 'The big HARVEST'],
      ['Segments', 'Harvest people'],
      ['Templates', 'Harvest text'],
    ] as const)
      await page.getByRole('group', { name: group, exact: true }).getByRole('option', { name }).waitFor();
    await looksRight(page, 'light');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Harvest people' }).waitFor();

    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search or jump to' }).waitFor();
    await page.keyboard.type('by_hand');
    await page.getByRole('group', { name: 'WhatsApp templates' }).getByRole('option', { name: 'by_hand' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'by_hand' }).waitFor();
    expect(window.complaints).toEqual([]);
  },
);

async function addSender(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Add a sender' });
  await dialog.getByLabel('Name').fill('whatsapp');
  await dialog.getByLabel('Number', { exact: false }).first().fill(whatsappNumber.number);
  await dialog.getByLabel('HTTP API').fill(carrier.url);
  await dialog.getByLabel('Phone number id').fill(whatsappNumber.phone_number_id);
  await dialog.getByLabel('Business Account id').fill(whatsappNumber.business_account_id);
  await dialog.getByRole('button', { name: 'Save sender' }).click();
  await dialog.getByText('Fill this in').first().waitFor();
  await dialog.getByLabel('Access token').fill(whatsappNumber.access_token);
  await dialog.getByLabel('App secret').fill(whatsappNumber.app_secret);
  await dialog.getByRole('switch', { name: 'A simulator answers' }).click();
  await looksRight(page, 'light');
  await dialog.getByRole('button', { name: 'Save sender' }).click();

  const setup = page.getByRole('dialog', { name: 'Tell Meta where to deliver' });
  const shown = async (name: string) => await setup.getByRole('group', { name }).locator('code').innerText();
  const url = new URL(await shown('Callback URL'));
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.verify_token', await shown('Verify token'));
  url.searchParams.set('hub.challenge', '1158201444');
  await looksRight(page, 'light');
  // What Meta does with what was entered there.
  const answer = await fetch(url);
  expect([answer.status, await answer.text()]).toEqual([200, '1158201444']);
  await setup.getByRole('button', { name: 'I have entered them' }).click();
  await page.getByRole('cell', { name: 'WhatsApp', exact: true }).waitFor();
}

async function writeTemplate(page: Page): Promise<void> {
  await carrier.change({ template_review_ms: 600_000 });
  await page.goto(`${opened.serving.baseUrl}/audiences/whatsapp-templates`);
  await page.getByRole('main').getByRole('link', { name: 'New template' }).first().click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Order Ready');
  await page.getByLabel('Heading').fill('News of {{1}}');
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Hi {{1}}, your order {{2}} is ready.');
  await page.getByLabel('Small print').fill('Reply STOP to opt out');
  await page.getByRole('textbox', { name: 'Name of the heading’s {{1}}', exact: true }).fill('shop');
  await page.getByRole('textbox', { name: 'Sample for the heading’s {{1}}', exact: true }).fill('Ada’s');
  await page.getByRole('textbox', { name: 'Name of {{1}}', exact: true }).fill('first_name');
  await page.getByRole('textbox', { name: 'Sample for {{1}}', exact: true }).fill('Grace');
  await page.getByRole('textbox', { name: 'Name of {{2}}', exact: true }).fill('order');
  const preview = page.getByRole('complementary', { name: 'As people see it' });
  await preview.getByText('News of Ada’s').waitFor();
  await preview.getByText('Hi Grace, your order order is ready.').waitFor();
  await page.getByRole('button', { name: 'Hand over to Meta' }).click();
  await page.getByText('Use 1 to 512 of a-z, 0-9 and _.').waitFor();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('order_ready');
  await looksRight(page, 'light');
  await page.getByRole('button', { name: 'Hand over to Meta' }).click();
  await page.getByRole('heading', { level: 1, name: 'order_ready' }).waitFor();
  await page.getByText('Meta reviews it').waitFor();
  await looksRight(page, 'light');
}

async function lookAtRejection(page: Page): Promise<void> {
  await reviewTemplate(carrier, { name: 'order_ready', status: 'REJECTED', reason: 'INCORRECT_CATEGORY' });
  await page.getByRole('heading', { name: 'Meta rejected this template' }).waitFor();
  await page.getByText('It is not of this category').waitFor();
  await looksRight(page, 'light');
  await page.getByRole('link', { name: 'WhatsApp templates' }).last().click();
  await page.getByRole('cell', { name: 'It is not of this category' }).waitFor();
  await page.getByLabel('Name contains').fill('READY');
  await expect.poll(() => page.url()).toContain('name=READY');
  await looksRight(page, 'light');
  await page.getByRole('link', { name: 'order_ready' }).click();

  await carrier.change({ template_review_ms: 100 });
  await page.getByRole('link', { name: 'Write it again' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).waitFor();
  expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('order_ready_2');
  await page.getByRole('button', { name: 'Hand over to Meta' }).click();
  await page.getByRole('heading', { level: 1, name: 'order_ready_2' }).waitFor();
  await page.getByText('Approved').waitFor();
}

async function sendTemplate(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Send it' }).click();
  await page.getByRole('combobox', { name: 'To' }).fill(ada);
  await page.getByText('They have never written to this sender').waitFor();
  await page.getByText('They have opted in').waitFor();
  await page.getByRole('button', { name: 'Send message' }).click();
  await page.getByText('Fill this in').or(page.getByText('The template needs this variable')).first().waitFor();
  const firstName = page.getByRole('textbox', { name: 'first_name' });
  await holds(firstName, 'Ada');
  await page.getByRole('combobox', { name: 'To' }).fill('+14155550199');
  await holds(firstName, '');
  await page.getByRole('combobox', { name: 'To' }).fill('ada');
  await page.getByRole('option', { name: `Ada ${ada}` }).click();
  await holds(firstName, 'Ada');
  for (const [name, value] of Object.entries({ shop: 'Ada’s', order: 'A-1' }))
    await page.getByRole('textbox', { name }).fill(value);
  const preview = page.getByRole('complementary', { name: 'As the person sees it' });
  await preview.getByText('Hi Ada, your order A-1 is ready.').waitFor();
  await page.getByText('nothing reaches a phone').waitFor();
  await looksRight(page, 'light');
  await page.getByRole('button', { name: 'Send message' }).click();

  await page.getByRole('heading', { level: 1, name: ada }).waitFor();
  // The status beside the heading; a fact of the same name says when.
  await page.getByText('Delivered', { exact: true }).nth(1).waitFor();
  expect((await takenByWhatsapp(carrier)).get(ada)).toEqual(['Hi Ada, your order A-1 is ready.']);
  await page.goto(`${opened.serving.baseUrl}/campaigns/messages`);
  await page.getByRole('cell', { name: 'WhatsApp', exact: true }).waitFor();
  await page.getByRole('combobox', { name: 'By' }).click();
  await page.getByRole('option', { name: 'SMS' }).click();
  await page.getByRole('heading', { name: 'No message matches' }).waitFor();
  await page.getByRole('combobox', { name: 'By' }).click();
  await page.getByRole('option', { name: 'WhatsApp' }).click();
  await page.getByText('1 in all').waitFor();
  expect(new URL(page.url()).search).toBe('?channel=whatsapp');
  await looksRight(page, 'light');
}

async function answerInTheWindow(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Send WhatsApp message' }).first().click();
  await page.getByRole('combobox', { name: 'To' }).fill(ada);
  await page.getByText('They have never written to this sender').waitFor();
  await writesByWhatsapp(carrier, { from: ada, body: 'Where is it?' });
  // The window opens before their eyes.
  await page.getByText(/^Until .+, in 24 hours$|^Until .+, in 23 hours$/).waitFor();

  await page.goto(`${opened.serving.baseUrl}/audiences/inbound`);
  await page.getByRole('link', { name: `Reply to ${ada} by WhatsApp` }).click();
  await page.getByText('Free text').first().waitFor();
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Two streets from you.');
  await looksRight(page, 'light');
  await page.getByRole('button', { name: 'Send message' }).click();
  await page.getByRole('heading', { level: 1, name: ada }).waitFor();
  await until(
    'the answer is taken',
    () => takenByWhatsapp(carrier),
    (taken) => taken.get(ada)?.includes('Two streets from you.') === true,
  );
}

async function changeSender(page: Page): Promise<void> {
  await page.goto(`${opened.serving.baseUrl}/settings/senders`);
  await page.getByRole('button', { name: 'Change whatsapp' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change sender' });
  await dialog.getByLabel('Messages a second').fill('40');
  expect(await dialog.getByLabel('Access token').inputValue()).toBe('');
  await looksRight(page, 'light');
  await dialog.getByRole('button', { name: 'Code' }).press('Enter');
  const code = page.getByRole('dialog', { name: 'The same call as code' });
  await code.getByText('phone_number_id').waitFor();
  // Escape closes the topmost alone: what was typed below is kept.
  await page.keyboard.press('Escape');
  await code.waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Save sender' }).click();
  await page.getByText('40/s, 80 at once').waitFor();
}

/** Waits until a field holds a text that nobody typed. */
async function holds(field: Locator, text: string): Promise<void> {
  await until(
    `the field holds “${text}”`,
    () => field.inputValue(),
    (value) => value === text,
  );
}

async function looksRight(page: Page, scheme: ColorScheme): Promise<void> {
  expect(await violationsInBothSchemes(page, scheme)).toEqual([]);
}
