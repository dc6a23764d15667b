import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@marquee/server/testing';
import { expect, test } from 'vitest';
import { startCarrier, type Carrier } from '../harness/carrier.ts';
import {
  createCampaign,
  putSender,
  recipientsWith,
  senderPhone,
  settledReport,
  signUp,
  type Customer,
} from '../harness/customer.ts';
import { enginePid, kill, startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { until } from '../harness/until.ts';

const phone = (n: number) => `+1415${5_550_100 + n}`;
const [stopper, others] = [phone(0), [phone(1), phone(2)]];

interface Scene extends AsyncDisposable {
  readonly carrier: Carrier;
  readonly customer: Customer;
  /** Kills the server and its engine, lets `meanwhile` happen, and starts them again. */
  readonly downWhile: (meanwhile: () => Promise<void>) => Promise<void>;
}

/** People who have opted in, at a server whose carrier calls back. */
async function openScene({ people = 3, ratePerSecond = 100 } = {}): Promise<Scene> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'marquee-stop-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const [port, dataDir] = [await freePort(), join(folder, 'data')];
  const carrier = stack.use(await startCarrier(join(folder, 'carrier'), urlOf(port)));
  const start = () => startServerProcess({ verb: 'start', port, dataDir, env: { MARQUEE_DEMO: '0' } });
  let server = start();
  stack.defer(async () => void (await server.end('SIGTERM')));
  await untilHealthy(server, port);
  const customer = await signUp(urlOf(port));
  await putSender(customer, carrier, { ratePerSecond, burst: 50 });
  const rows = Array.from({ length: people }, (_, n) => `${phone(n)},Ann,x,OPT_IN`);
  await customer.importCsv(['phone_e164,name,batch,consent_state', ...rows].join('\n'));
  const owned = stack.move();
  return {
    carrier,
    customer,
    async downWhile(meanwhile) {
      const engine = await enginePid(dataDir);
      await server.end('SIGKILL');
      kill(engine);
      await meanwhile();
      server = start();
      await untilHealthy(server, port);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function sendToAll({ api, ...customer }: Customer) {
  const campaignId = await createCampaign({ api, ...customer }, 'x');
  await api.messaging.campaigns.trigger(campaignId);
  return await settledReport({ api, ...customer }, campaignId);
}

test('a STOP said while the server is down is brought by the carrier, and obeyed', { timeout: 240_000 }, async () => {
  await using scene = await openScene();
  const { carrier, customer, downWhile } = scene;

  await downWhile(() => carrier.writes({ from: stopper, to: senderPhone, body: 'STOP' }));
  await until(
    'the carrier has brought the STOP',
    () => customer.api.messaging.inbound.list(),
    ({ items }) => items.length > 0,
  );
  const report = await sendToAll(customer);

  expect(report).toMatchObject({ performance_metrics: { messages_sent: 2 }, exclusions: { stopped: 1 } });
  expect([...(await carrier.recipients('+1415')).keys()].toSorted()).toEqual(others);
});

test(
  'whoever sent STOP while the server was down, and whose webhook was lost, is called no more once it is back',
  { timeout: 240_000 },
  async () => {
    const people = 600;
    await using scene = await openScene({ people, ratePerSecond: 40 });
    const { carrier, customer, downWhile } = scene;
    const stopping = Array.from({ length: 40 }, (_, n) => phone(people - 1 - n)).toSorted();
    const campaignId = await createCampaign(customer, 'x');
    await customer.api.messaging.campaigns.trigger(campaignId);
    await until(
      'some are sent to',
      () => carrier.recipients('+1415'),
      ({ size }) => size >= 20,
    );

    await downWhile(async () => {
      expect((await carrier.recipients('+1415')).size).toBeLessThan(people / 2);
      await loseWebhooks(carrier);
      for (const from of stopping) await carrier.writes({ from, to: senderPhone, body: 'STOP' });
    });
    const report = await settledReport(customer, campaignId);

    const ledger = await carrier.recipients('+1415');
    const { items } = await customer.api.messaging.inbound.list({ limit: 500 });
    expect(stopping.filter((each) => ledger.has(each))).toEqual([]);
    expect([...(await recipientsWith(customer, campaignId, 'excluded'))].toSorted()).toEqual(stopping);
    expect(items.map(({ from_phone }) => from_phone).toSorted()).toEqual(stopping);
    expect([...ledger].filter(([, messages]) => messages !== 1)).toEqual([]);
    expect(report.performance_metrics).toMatchObject({ recipients: people, messages_sent: people - stopping.length });
  },
);

test(
  'a STOP whose webhook is lost while the server is up is learned with the next look',
  { timeout: 240_000 },
  async () => {
    await using scene = await openScene();
    const { carrier, customer } = scene;
    await loseWebhooks(carrier);

    await carrier.writes({ from: stopper, to: senderPhone, body: 'STOP' });
    await until(
      'the STOP is learned',
      () => customer.api.messaging.inbound.list(),
      ({ items }) => items.length > 0,
    );

    expect(await customer.api.messaging.contacts.get(stopper)).toMatchObject({ consent_state: 'STOP' });
  },
);

test(
  'a STOP that the carrier alone knows of is learned from the first message that it refuses',
  { timeout: 240_000 },
  async () => {
    await using scene = await openScene();
    const { carrier, customer } = scene;
    // Said to another number of a messaging service, it stands among nobody's inbound messages.
    await carrier.addRule({ to: stopper, behaviour: { error_code: 21_610 } });

    const report = await sendToAll(customer);

    expect(report).toMatchObject({
      performance_metrics: { recipients: 3, messages_sent: 2, messages_failed: 0 },
      exclusions: { stopped_at_carrier: 1 },
    });
    expect([...(await carrier.recipients('+1415')).keys()].toSorted()).toEqual(others);
    expect(await customer.api.messaging.contacts.get(stopper)).toMatchObject({ consent_state: 'STOP' });
    const { items: ledger } = await customer.api.messaging.contacts.consents(stopper);
    expect(ledger[0]).toMatchObject({ state: 'STOP', source: 'provider' });
  },
);

/** A webhook that fails is not repeated by Twilio: to us it is as if there had been none. */
async function loseWebhooks(carrier: Carrier): Promise<void> {
  await carrier.change({ inbound_url: null });
}
