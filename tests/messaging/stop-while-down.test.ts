import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@marquee/server/testing';
import { expect, test } from 'vitest';
import { startCarrier, type Carrier } from '../harness/carrier.ts';
import { createCampaign, putSender, senderPhone, settledReport, signUp, type Customer } from '../harness/customer.ts';
import { enginePid, kill, startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { until } from '../harness/until.ts';

const [stopper, others] = ['+14155550100', ['+14155550101', '+14155550102']];

interface Scene extends AsyncDisposable {
  readonly carrier: Carrier;
  readonly customer: Customer;
  /** Kills the server and its engine, lets `meanwhile` happen, and starts them again. */
  readonly downWhile: (meanwhile: () => Promise<void>) => Promise<void>;
}

/** Three people who have opted in, at a server whose carrier calls back at `inboundUrl`, the server itself when omitted. */
async function openScene(inboundUrl?: string): Promise<Scene> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'marquee-stop-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const [port, dataDir] = [await freePort(), join(folder, 'data')];
  const carrier = stack.use(await startCarrier(join(folder, 'carrier'), inboundUrl ?? urlOf(port)));
  const start = () => startServerProcess({ verb: 'start', port, dataDir, env: { MARQUEE_DEMO: '0' } });
  let server = start();
  stack.defer(async () => void (await server.end('SIGTERM')));
  await untilHealthy(server, port);
  const customer = await signUp(urlOf(port));
  await putSender(customer, carrier, { ratePerSecond: 100, burst: 50 });
  const rows = [stopper, ...others].map((phone) => `${phone},Ann,x,OPT_IN`);
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
  'a STOP that never reaches the server is learned from the first message that the carrier refuses',
  { timeout: 240_000 },
  async () => {
    await using scene = await openScene(urlOf(await freePort()));
    const { carrier, customer } = scene;
    await carrier.change({ opt_out_handling: true });
    await carrier.writes({ from: stopper, to: senderPhone, body: 'STOP' });

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
