import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, hasPostgres, newPostgresUrl, type RunningEngine } from '@marquee/server/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCarrier, type Carrier } from '../harness/carrier.ts';
import { createCampaign, putSender, senderPhone, settledReport, signUp, type Customer } from '../harness/customer.ts';
import { hasEngine, startTestEngine } from '../harness/engine.ts';
import type { Program } from '../harness/program.ts';
import { startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { until } from '../harness/until.ts';

const pace = { ratePerSecond: 500, burst: 100 };

let folder: string;
let port: number;
let production: Readonly<Record<string, string>>;
let carrier: Carrier;
let engine: RunningEngine;
let programs: readonly Program[] = [];
let customer: Customer;

describe.skipIf(!hasPostgres() || !(await hasEngine()))('in production', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marquee-simulator-'));
    port = await freePort();
    carrier = await startCarrier(join(folder, 'carrier'), urlOf(port));
    engine = await startTestEngine(folder);
    production = {
      NODE_ENV: 'production',
      MARQUEE_REGISTRATION: '1',
      DATABASE_URL: await newPostgresUrl(),
      TEMPORAL_ADDRESS: engine.address,
    };
    await restart({});
    customer = await signUp(urlOf(port));
  }, 180_000);

  afterAll(async () => {
    await stop();
    await engine?.[Symbol.asyncDispose]();
    await carrier?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test('a sender that is a simulator is refused, and so is a simulator that does not say so', async () => {
    await expect(putSender(customer, carrier, pace)).rejects.toMatchObject({
      code: 'validation_failed',
      problems: [{ pointer: '/simulated' }],
    });

    const account = { account_sid: carrier.accountSid, auth_token: carrier.authToken, base_url: carrier.url };
    const silent = customer.api.messaging.senders.put('main', {
      ...{ phone_e164: senderPhone, ...account, simulated: false },
    });
    await expect(silent).rejects.toMatchObject({ problems: [{ pointer: '/base_url' }] });
    expect((await customer.api.messaging.senders.list()).items).toEqual([]);
  });

  test(
    'a simulator permitted by name sends, and every message and report says that it is one',
    { timeout: 240_000 },
    async () => {
      await restart({ MARQUEE_SIMULATOR: '1' });
      await putSender(customer, carrier, pace);
      await customer.importCsv(contactsCsv('named', 20));
      const campaignId = await createCampaign(customer, 'named');

      await customer.api.messaging.campaigns.trigger(campaignId);
      const report = await settledReport(customer, campaignId);
      const { items: messages } = await customer.api.messaging.messages.list({ campaign_id: campaignId });
      const { items: senders } = await customer.api.messaging.senders.list();
      await carrier.writes({ from: '+14155552000', to: senderPhone, body: 'Thank you' });
      const { items: inbound } = await until(
        'the answer has arrived',
        () => customer.api.messaging.inbound.list(),
        ({ items }) => items.length > 0,
      );
      const [first] = messages;
      const one = await customer.api.messaging.messages.get(first?.id ?? '');

      expect(report).toMatchObject({ simulated: true, performance_metrics: { messages_delivered: 20 } });
      expect(messages.map(({ simulated }) => simulated)).toEqual(Array.from({ length: 20 }, () => true));
      expect(one.simulated).toBe(true);
      expect(inbound).toMatchObject([{ simulated: true }]);
      expect(senders).toMatchObject([{ simulated: true }]);
    },
  );

  test(
    'without that name nothing more goes to a simulator, whatever was begun with it',
    { timeout: 240_000 },
    async () => {
      await customer.importCsv(contactsCsv('later', 20));
      const [begun, fresh] = [await createCampaign(customer, 'later'), await createCampaign(customer, 'fresh')];
      const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
      await customer.api.messaging.campaigns.update(begun, { schedule_time: inAnHour });
      await customer.api.messaging.campaigns.trigger(begun);
      const sent = (await carrier.recipients('+1')).size;

      await restart({});
      const refused = customer.api.messaging.campaigns.trigger(fresh);
      await expect(refused).rejects.toMatchObject({ code: 'not_configured' });
      await customer.api.messaging.campaigns.update(begun, {
        schedule_time: new Date().toISOString(),
      });
      const paused = await until(
        'the scheduled campaign is paused',
        () => customer.api.messaging.campaigns.get(begun),
        ({ status }) => status === 'paused',
      );

      expect(paused.status_reason).toBe('simulator_not_permitted');
      expect((await carrier.recipients('+1')).size).toBe(sent);
    },
  );
});

async function restart(env: Readonly<Record<string, string>>): Promise<void> {
  await stop();
  const start = (verb: 'serve' | 'worker') =>
    startServerProcess({ verb, port, dataDir: join(folder, 'data'), env: { ...production, ...env } });
  const server = start('serve');
  programs = [server, start('worker')];
  await untilHealthy(server, port);
}

async function stop(): Promise<void> {
  await Promise.all(programs.map((program) => program.end('SIGTERM')));
  programs = [];
}

function contactsCsv(batch: string, count: number): string {
  const areaCode = batch === 'named' ? 415 : 416;
  const rows = Array.from({ length: count }, (_, n) => `+1${areaCode}555${2000 + n},Customer ${n},${batch},OPT_IN`);
  return ['phone_e164,name,batch,consent_state', ...rows].join('\n');
}
