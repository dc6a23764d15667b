import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@marquee/server/testing';
import { expect, test } from 'vitest';
import { startCarrier } from '../harness/carrier.ts';
import { createCampaign, putSender, settledReport, signUp } from '../harness/customer.ts';
import { startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { until } from '../harness/until.ts';

const [refused, undelivered, filtered, stopping] = ['+15005550001', '+15005553003', '+15005553007', '+15005557867'];

test(
  'a CSV of contacts goes in, a consented campaign goes out, receipts come back, and the report says what happened',
  { timeout: 240_000 },
  async () => {
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'marquee-first-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const port = await freePort();
    const carrier = stack.use(await startCarrier(join(folder, 'carrier'), urlOf(port)));
    const server = startServerProcess({
      verb: 'start',
      port,
      dataDir: join(folder, 'data'),
      env: { MARQUEE_DEMO: '0' },
    });
    stack.defer(async () => void (await server.end('SIGTERM')));
    await untilHealthy(server, port);
    const customer = await signUp(urlOf(port));
    await putSender(customer, carrier, { ratePerSecond: 500, burst: 100 });

    const imported = await customer.importCsv(customersCsv());
    const campaignId = await createCampaign(customer, 'spring');
    const preview = await customer.api.messaging.campaigns.preview(campaignId);
    const { job_id } = await customer.api.messaging.campaigns.trigger(campaignId);
    const report = await settledReport(customer, campaignId);
    const job = await customer.api.system.jobs.get(job_id);
    const stop = await until(
      'the STOP has arrived',
      () => customer.api.messaging.inbound.list(),
      ({ items }) => items.length > 0,
    );

    expect(imported).toMatchObject({
      status: 'completed',
      created: 300,
      errors: 1,
      validation_errors: [{ row: 301, field: 'phone_e164' }],
    });
    expect(preview).toMatchObject({ audience: 300, sendable: 290 });
    expect(job).toMatchObject({ status: 'succeeded', progress: { done: 300, total: 300 } });
    expect(report).toMatchObject({
      status: 'completed',
      simulated: true,
      unconfirmed: 0,
      performance_metrics: {
        recipients: 300,
        messages_sent: 290,
        messages_delivered: 287,
        messages_failed: 3,
        messages_pending: 0,
      },
      error_analysis: { invalid_phone_number: 1, unreachable_handset: 1, carrier_filtered: 1 },
    });
    expect(Object.values(report.exclusions)).toEqual([10]);
    expect(stop.items).toMatchObject([{ from_phone: stopping, keyword: 'stop' }]);
    const ledger = await carrier.recipients('+1');
    expect(ledger.size).toBe(289);
    expect(new Set(ledger.values())).toEqual(new Set([1]));

    const reimported = await customer.importCsv(
      `phone_e164,name,batch,consent_state\n${stopping},Customer,again,OPT_IN`,
    );
    const again = await createCampaign(customer, 'again');
    await customer.api.messaging.campaigns.trigger(again);
    const second = await settledReport(customer, again);

    expect(reimported).toMatchObject({ updated: 1, suppressed: 1 });
    expect(second).toMatchObject({
      performance_metrics: { recipients: 1, messages_sent: 0 },
      status_breakdown: { EXCLUDED: 1 },
    });
    expect((await carrier.recipients(stopping)).get(stopping)).toBe(1);
  },
);

/** 300 people, ten of them without consent and four at special numbers, and a row that is nobody's number. */
function customersCsv(): string {
  const special = [refused, undelivered, filtered, stopping];
  const rows = Array.from({ length: 300 }, (_, n) => {
    const phone = special[n] ?? `+1415555${String(2000 + n)}`;
    return `${phone},Customer ${n},spring,${n >= 290 ? 'OPT_OUT' : 'OPT_IN'}`;
  });
  return ['phone_e164,name,batch,consent_state', ...rows, '0123,Nobody,spring,OPT_IN'].join('\n');
}
