import { randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, hasPostgres, newPostgresUrl } from '@marquee/server/testing';
import { expect, test } from 'vitest';
import { startCarrier } from '../harness/carrier.ts';
import { createCampaign, putSender, signUp } from '../harness/customer.ts';
import { hasEngine, startTestEngine } from '../harness/engine.ts';
import { kill, startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { sendTogether } from '../harness/together.ts';
import { untilWithin } from '../harness/until.ts';

const people = 100_000;
const kills = 10;
const untilInAnHour = untilWithin(3_600_000);
const mebibyte = 2 ** 20;
const prefix = '+1415';

test.skipIf(!hasPostgres() || !(await hasEngine()))(
  'a campaign to 100,000 survives ten kills of worker, server and engine: nobody lost, nobody twice, memory flat, pace kept',
  async () => {
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'marquee-soak-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const port = await freePort();
    const carrier = stack.use(await startCarrier(join(folder, 'carrier'), urlOf(port)));
    const engine = stack.use(await startTestEngine(folder));
    const env = {
      ...{ DATABASE_URL: await newPostgresUrl(), TEMPORAL_ADDRESS: engine.address, MARQUEE_SETTLE_MS: '3000' },
    };
    const start = (verb: 'serve' | 'worker') => startServerProcess({ verb, port, dataDir: join(folder, 'data'), env });
    const running = { server: start('serve'), worker: start('worker') };
    stack.defer(async () => void (await Promise.all([running.server.end('SIGKILL'), running.worker.end('SIGKILL')])));
    await untilHealthy(running.server, port);
    const customer = await signUp(urlOf(port));
    const pace = { ratePerSecond: 500, burst: 100 };
    await putSender(customer, carrier, pace);
    const rows = Array.from({ length: people }, (_row, n) => `${prefix}${2_000_000 + n},Customer ${n},soak,OPT_IN`);
    await customer.importCsv(['phone_e164,name,batch,consent_state', ...rows].join('\n'));
    const campaignId = await createCampaign(customer, 'soak');
    await customer.api.messaging.campaigns.trigger(campaignId);
    const early = await memoryAfter({ carrier, count: people / (kills + 2) }, () => running.worker.pid);

    for (let n = 1; n <= kills; n += 1) {
      await sentAtLeast(carrier, ((n + randomInt(0, 100) / 100) * people) / (kills + 2));
      const victim = (['worker', 'server', 'engine'] as const)[randomInt(0, 3)];
      if (victim === 'engine' && engine.pid !== undefined) kill(engine.pid);
      else if (victim === 'server') {
        await running.server.end('SIGKILL');
        running.server = start('serve');
      } else if (victim === 'worker') {
        await running.worker.end('SIGKILL');
        running.worker = start('worker');
      }
    }
    const report = await untilInAnHour(
      'the campaign is completed and settled',
      () => customer.api.messaging.campaigns.summary(campaignId),
      ({ status, performance_metrics: numbers }) => status === 'completed' && numbers.messages_in_flight === 0,
    );
    const late = await residentBytes(running.worker.pid);

    const ledger = await carrier.recipients(prefix);
    expect(ledger.size).toBe(people);
    expect([...ledger].filter(([, messages]) => messages !== 1)).toEqual([]);
    expect(report).toMatchObject({
      unconfirmed: 0,
      status_breakdown: { DELIVERED: people },
      performance_metrics: { messages_sent: people, messages_pending: 0 },
    });
    expect((late - early) / mebibyte).toBeLessThan(100);
    await sendTogether({ customer, carrier }, { campaigns: 2, people: 5000 });
    expect(await carrier.busiestSecond()).toBeLessThanOrEqual(pace.ratePerSecond + pace.burst);
  },
);

type Sent = Awaited<ReturnType<typeof startCarrier>>;

async function sentAtLeast(carrier: Sent, count: number): Promise<void> {
  await untilInAnHour(
    `${count} are sent`,
    () => carrier.recipients(prefix),
    ({ size }) => size >= count,
  );
}

async function memoryAfter({ carrier, count }: { carrier: Sent; count: number }, pidOf: () => number): Promise<number> {
  await sentAtLeast(carrier, count);
  return await residentBytes(pidOf());
}

/** The resident memory of a process; 0 where the system does not say. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
