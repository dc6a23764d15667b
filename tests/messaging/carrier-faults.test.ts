import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@marquee/server/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCarrier, type Carrier } from '../harness/carrier.ts';
import { createCampaign, putSender, senderPhone, settledReport, signUp, type Customer } from '../harness/customer.ts';
import { hasEngine } from '../harness/engine.ts';
import { startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { until } from '../harness/until.ts';

const isMissing = !(await hasEngine());
const people = 30;
const stack = new AsyncDisposableStack();
let url: string;
let carrier: Carrier;
let customer: Customer;

interface Fault {
  readonly name: string;
  /** How the carrier behaves. */
  readonly behaviour: object;
  /** To how many of the messages; all when omitted. */
  readonly times?: number;
}

const refused = (outage: object) => ({ outage: { calls: 'create', accepted: false, ...outage } });
const taken = (outage: object) => ({ outage: { calls: 'create', accepted: true, ...outage } });

const faults: readonly Fault[] = [
  { name: 'reports that come four times', behaviour: { duplicate_callbacks: 3 } },
  { name: 'reports that overtake each other', behaviour: { reorder_callbacks: true, duplicate_callbacks: 1 } },
  { name: 'reports before the answer to the create call', behaviour: { callback_before_response: true } },
  { name: '429 with Retry-After', behaviour: refused({ kind: 'rate_limited', retry_after: 2 }), times: 10 },
  { name: '503 for messages it did not take', behaviour: refused({ kind: 'error', status: 503 }), times: 5 },
  { name: '500 for messages it took', behaviour: taken({ kind: 'error', status: 500 }), times: 5 },
  { name: 'connections cut before it took the message', behaviour: refused({ kind: 'reset' }), times: 5 },
  { name: 'connections cut after it took the message', behaviour: taken({ kind: 'reset' }), times: 5 },
  { name: 'connections half open: no answer, no message', behaviour: refused({ kind: 'hang' }), times: 3 },
  { name: 'a timeout: no answer, but the message is taken', behaviour: taken({ kind: 'hang' }), times: 3 },
];

beforeAll(async () => {
  if (isMissing) return;
  const folder = await mkdtemp(join(tmpdir(), 'marquee-faults-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const port = await freePort();
  url = urlOf(port);
  carrier = stack.use(await startCarrier(join(folder, 'carrier'), url));
  const env = { MARQUEE_DEMO: '0', MARQUEE_SETTLE_MS: '3000' };
  const server = startServerProcess({ verb: 'start', port, dataDir: join(folder, 'data'), env });
  stack.defer(async () => void (await server.end('SIGTERM')));
  await untilHealthy(server, port);
  customer = await signUp(url);
  await putSender(customer, carrier, { ratePerSecond: 200, burst: 50 });
  const rows = Array.from({ length: faults.length + 2 }, (_fault, fault) =>
    phonesOf(fault).map((phone) => `${phone},Customer,${fault},OPT_IN`),
  );
  await customer.importCsv(['phone_e164,name,batch,consent_state', ...rows.flat()].join('\n'));
}, 180_000);
afterAll(() => stack[Symbol.asyncDispose](), 60_000);

test.skipIf(isMissing).each(faults.map((fault, n) => ({ ...fault, n })))(
  'nobody is lost and nobody has it twice under $name',
  { timeout: 180_000 },
  async ({ behaviour, times, n }) => {
    await carrier.addRule({ to: `${prefixOf(n)}*`, behaviour, ...(times === undefined ? {} : { times }) });

    const report = await sendTo(n);

    const ledger = await carrier.recipients(prefixOf(n));
    expect([...ledger.values()]).toEqual(Array.from({ length: people }, () => 1));
    expect(report).toMatchObject({
      unconfirmed: 0,
      status_breakdown: { DELIVERED: people },
      performance_metrics: { messages_sent: people, messages_delivered: people, messages_failed: 0 },
    });
  },
);

test.skipIf(isMissing)('late reports are in flight until they come, and no failure', { timeout: 180_000 }, async () => {
  const n = faults.length;
  await carrier.addRule({ to: `${prefixOf(n)}*`, behaviour: { delivered_after_ms: 15_000 } });
  const campaignId = await createCampaign(customer, String(n));
  await customer.api.messaging.campaigns.trigger(campaignId);

  const early = await until(
    'the campaign is completed',
    () => customer.api.messaging.campaigns.summary(campaignId),
    ({ status }) => status === 'completed',
  );
  const late = await settledReport(customer, campaignId);

  expect(early.performance_metrics).toMatchObject({ messages_sent: people, messages_failed: 0 });
  expect(early.performance_metrics.messages_in_flight).toBeGreaterThan(0);
  expect(late.performance_metrics).toMatchObject({ messages_delivered: people, messages_in_flight: 0 });
});

test.skipIf(isMissing)('forged reports are refused and move nothing', { timeout: 180_000 }, async () => {
  const n = faults.length + 1;
  await carrier.addRule({ to: `${prefixOf(n)}*`, behaviour: { final_status: 'sent' } });
  const campaignId = await createCampaign(customer, String(n));
  await customer.api.messaging.campaigns.trigger(campaignId);
  const { items } = await until(
    'all are sent',
    () => customer.api.messaging.messages.list({ campaign_id: campaignId, status: 'sent' }),
    (page) => page.items.length === people,
  );

  const answers = await Promise.all(
    items.map(async ({ id, provider_sid }) => {
      const fields = { MessageSid: provider_sid ?? '', MessageStatus: 'failed', From: senderPhone, ErrorCode: '30008' };
      const headers = { 'x-twilio-signature': 'Zm9yZ2Vk' };
      const to = `${url}/api/v1/hooks/twilio/status?message_id=${id}`;
      return (await fetch(to, { method: 'POST', headers, body: new URLSearchParams(fields) })).status;
    }),
  );

  expect(new Set(answers)).toEqual(new Set([403]));
  const report = await customer.api.messaging.campaigns.summary(campaignId);
  expect(report.status_breakdown).toEqual({ SENT: people });
});

function prefixOf(n: number): string {
  return `+1${310 + n}`;
}

function phonesOf(n: number): readonly string[] {
  return Array.from({ length: people }, (_, each) => `${prefixOf(n)}${String(2_000_000 + each)}`);
}

async function sendTo(n: number) {
  const campaignId = await createCampaign(customer, String(n));
  await customer.api.messaging.campaigns.trigger(campaignId);
  return await settledReport(customer, campaignId);
}
