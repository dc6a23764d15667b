import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserPath } from '../harness/console/browser.ts';
import { openConsoleWithCarrier, type ConsoleWithCarrier } from '../harness/console/console-with-carrier.ts';
import { settled, violationsOf } from '../harness/console/console.ts';
import { openShop, type Shop } from '../harness/shop/shop.ts';
import { until } from '../harness/until.ts';

const stack = new AsyncDisposableStack();
let opened: ConsoleWithCarrier;
let shop: Shop;

beforeAll(async () => {
  if (browserPath === undefined) return;
  opened = stack.use(await openConsoleWithCarrier({ MARQUEE_WEBHOOKS_PRIVATE: '1' }));
  shop = await openShop(opened.serving, opened.carrier);
}, 400_000);

afterAll(() => stack.disposeAsync(), 60_000);

test.skipIf(browserPath === undefined)('a list that is read again is as readable meanwhile', async () => {
  await using window = await opened.window({ path: '/operations/jobs' });
  const { page } = window;
  const [asked, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await page.getByRole('row').getByRole('link').first().waitFor();
  await page.route(/system\.jobs\.list/, async (route) => {
    asked.resolve();
    await answered.promise;
    await route.continue();
  });

  // What sends changes without an event that tells: it is read every two seconds.
  await asked.promise;
  expect(await violationsOf(page)).toEqual([]);
  answered.resolve();

  await page.unrouteAll({ behavior: 'wait' });
  expect(window.complaints).toEqual([]);
});

test.skipIf(browserPath === undefined)(
  'a job that sends is found, cancelled without a mouse, and ends with what it has done',
  async () => {
    await using window = await opened.window({ path: '/operations/jobs?status=running' });
    const { page } = window;
    const cancel = page.getByRole('button', { name: `Cancel Campaign send of ${shop.sending}` });
    await cancel.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Cancel this job?' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect((await shop.api.system.jobs.get(shop.jobId)).cancel_requested_at).toBeNull();

    await page.getByRole('link', { name: 'Campaign send' }).press('Enter');
    await page.getByRole('button', { name: 'Cancel job' }).press('Enter');
    await dialog.getByRole('button', { name: 'Cancel job' }).press('Enter');
    await page.getByText('The job is stopping').waitFor();
    await page.getByRole('main').getByText('Cancelled', { exact: true }).waitFor();

    expect(await page.getByRole('button', { name: 'Cancel job' }).count()).toBe(0);
    const campaign = await shop.api.messaging.campaigns.get(shop.sending);
    expect(campaign.status).toBe('cancelled');
    expect(campaign.messages_sent).toBeLessThan(campaign.recipients ?? 0);
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'a delivery shows every attempt with its answer, and is delivered again',
  async () => {
    await using receiver = await startReceiver();
    const { id } = await shop.api.events.webhooks.create({ url: receiver.url, event_names: ['messaging.contacts.*'] });
    await shop.api.messaging.contacts.create({ phone_e164: '+14155559001', consent_state: 'OPT_IN' });
    await using window = await opened.window({ path: `/operations/webhooks/${id}` });
    const { page } = window;
    const list = page.getByRole('table', { name: 'Deliveries' });
    const deliveries = list.getByRole('button', { name: 'messaging.contacts.created', exact: true });

    await list.getByText('Delivered').waitFor();
    await deliveries.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'messaging.contacts.created' });
    await dialog.getByText(/^Attempt 1 · Answered 200 after/).waitFor();
    await dialog.getByRole('region', { name: 'Answer of attempt 1' }).getByText('taken').waitFor();
    await settled(page);
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });

    await list.getByRole('button', { name: 'Deliver again: messaging.contacts.created' }).press('Enter');
    await page.getByText('The event is on its way again').waitFor();
    await until(
      'it has come twice',
      async () => receiver.ids(),
      (ids) => ids.length === 2,
    );
    expect(new Set(receiver.ids()).size).toBe(1);
    await list.getByText('Delivered').nth(1).waitFor();
    expect(await deliveries.count()).toBe(2);
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'what is delivered again arrives in a list that shows only what was delivered',
  async () => {
    await using receiver = await startReceiver();
    const { id } = await shop.api.events.webhooks.create({ url: receiver.url, event_names: ['messaging.contacts.*'] });
    await shop.api.messaging.contacts.create({ phone_e164: '+14155559002', consent_state: 'OPT_IN' });
    await using window = await opened.window({ path: `/operations/webhooks/${id}?status=delivered` });
    const { page } = window;
    const list = page.getByRole('table', { name: 'Deliveries' });
    const again = list.getByRole('button', { name: 'Deliver again: messaging.contacts.created' });
    await again.waitFor();

    for (const deliveries of [2, 3]) {
      await again.first().press('Enter');
      await again.nth(deliveries - 1).waitFor();
    }

    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)('a delivery that nobody took says why and when it is tried again', async () => {
  await using window = await opened.window({ path: `/operations/webhooks/${shop.webhookId}` });
  const { page } = window;

  await page.getByRole('button', { name: 'events.webhooks.tested' }).click();

  const dialog = page.getByRole('dialog', { name: 'events.webhooks.tested' });
  await dialog.getByText(/^Attempt 1 · No answer after/).waitFor();
  await dialog.getByText('Next attempt').waitFor();
  expect(window.complaints).toEqual([]);
});

/** A server that takes every event and remembers its id. */
async function startReceiver() {
  const ids: string[] = [];
  const server = createServer((request, response) => {
    ids.push(String(request.headers['webhook-id']));
    request.resume().on('end', () => response.end('taken'));
  });
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://127.0.0.1:${port}/hook`,
    ids: (): readonly string[] => ids,
    [Symbol.asyncDispose]: () => new Promise<void>((ended) => void server.close(() => ended())),
  };
}
