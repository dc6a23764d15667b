import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, hasPostgres, newPostgresUrl } from '@marquee/server/testing';
import { expect, test } from 'vitest';
import { startCarrier } from '../harness/carrier.ts';
import { createCampaign, putSender, signUp, type Customer } from '../harness/customer.ts';
import { hasEngine, startTestEngine } from '../harness/engine.ts';
import { kill, startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { sendTogether } from '../harness/together.ts';
import { untilWithin } from '../harness/until.ts';
import { say, watchMemory } from './memory.ts';

/** What a process may hold on its heap: little more than it starts with. */
const heapMb = 192;
const people = 100_000;
const kills = 10;
const patiently = untilWithin(1_200_000);
const prefix = '+1415';

test.skipIf(!hasPostgres() || !(await hasEngine()))(
  'a campaign to 100,000 survives ten kills of worker, server and engine: nobody lost, nobody twice, memory flat, pace kept',
  { timeout: 1_800_000 },
  async () => {
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'marquee-soak-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const port = await freePort();
    const carrier = stack.use(await startCarrier(join(folder, 'carrier'), urlOf(port)));
    const engine = stack.use(await startTestEngine(folder));
    const env = {
      ...{ DATABASE_URL: await newPostgresUrl(), TEMPORAL_ADDRESS: engine.address, MARQUEE_SETTLE_MS: '3000' },
      // With memory to spare, an engine collects late, and a peak says how long a process lived. What grows ends here.
      NODE_OPTIONS: `--max-old-space-size=${heapMb}`,
    };
    const start = (verb: 'serve' | 'worker') => startServerProcess({ verb, port, dataDir: join(folder, 'data'), env });
    const running = { server: start('serve'), worker: start('worker') };
    stack.defer(async () => void (await Promise.all([running.server.end('SIGKILL'), running.worker.end('SIGKILL')])));
    await untilHealthy(running.server, port);
    const customer = await signUp(urlOf(port));
    const pace = { ratePerSecond: 500, burst: 100 };
    await putSender(customer, carrier, pace);
    const rows = Array.from({ length: people }, (_row, n) => `${prefix}${2_000_000 + n},Customer ${n},soak,OPT_IN`);
    say(`importing ${people} people`);
    await customer.importCsv(['phone_e164,name,batch,consent_state', ...rows].join('\n'));
    const campaignId = await createCampaign(customer, 'soak');
    await customer.api.messaging.campaigns.trigger(campaignId);
    const memory = stack.use(watchMemory({ worker: () => running.worker.pid, server: () => running.server.pid }));
    const startedMs = performance.now();

    for (let n = 1; n <= kills; n += 1) {
      if (n === kills / 2 + 1) memory.beginSpan();
      const sent = await sentAtLeast(customer, campaignId, ((n + randomInt(0, 100) / 100) * people) / (kills + 2));
      const victim = (['worker', 'server', 'engine'] as const)[randomInt(0, 3)];
      say(`${sent} sent; kill ${n} of ${kills} is of the ${victim}`);
      if (victim === 'engine' && engine.pid !== undefined) kill(engine.pid);
      else if (victim === 'server') {
        await running.server.end('SIGKILL');
        running.server = start('serve');
      } else if (victim === 'worker') {
        await running.worker.end('SIGKILL');
        running.worker = start('worker');
      }
    }
    const report = await patiently(
      'the campaign is completed and settled',
      () => customer.api.messaging.campaigns.summary(campaignId),
      ({ status, performance_metrics: numbers }) => status === 'completed' && numbers.messages_in_flight === 0,
    );
    const seconds = (performance.now() - startedMs) / 1000;
    const held = { worker: memory.peaks('worker'), server: memory.peaks('server') };
    say(`settled after ${seconds.toFixed(0)} s; MiB in the first half and the second ${JSON.stringify(held)}`);

    const ledger = await carrier.recipients(prefix);
    expect(ledger.size).toBe(people);
    expect([...ledger].filter(([, messages]) => messages !== 1)).toEqual([]);
    expect(report).toMatchObject({
      unconfirmed: 0,
      status_breakdown: { DELIVERED: people },
      performance_metrics: { messages_sent: people, messages_pending: 0 },
    });
    for (const [early = 0, late = 0] of Object.values(held)) expect(late - early).toBeLessThan(100);
    await sendTogether({ customer, carrier }, { campaigns: 2, people: 5000 });
    const busiest = await carrier.busiestSecond();
    say(`the busiest second had ${busiest} messages of ${pace.ratePerSecond} + ${pace.burst}`);
    expect(busiest).toBeLessThanOrEqual(pace.ratePerSecond + pace.burst);
  },
);

async function sentAtLeast({ api }: Customer, campaignId: string, count: number): Promise<number> {
  const { performance_metrics: numbers } = await patiently(
    `${count} are sent`,
    () => api.messaging.campaigns.summary(campaignId),
    ({ performance_metrics: { messages_sent: sent } }) => sent >= count,
  );
  return numbers.messages_sent;
}
