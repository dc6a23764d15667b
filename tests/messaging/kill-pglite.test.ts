import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@marquee/server/testing';
import { afterAll, beforeAll, test } from 'vitest';
import { startCarrier, type Carrier } from '../harness/carrier.ts';
import { putSender, signUp, type Customer } from '../harness/customer.ts';
import { surviveInterruption } from '../harness/interrupted-campaign.ts';
import type { Program } from '../harness/program.ts';
import { enginePid, kill, startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';

let folder: string;
let dataDir: string;
let port: number;
let carrier: Carrier;
let server: Program;
let customer: Customer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-kill-'));
  dataDir = join(folder, 'data');
  port = await freePort();
  carrier = await startCarrier(join(folder, 'carrier'), urlOf(port));
  server = start();
  await untilHealthy(server, port);
  customer = await signUp(urlOf(port));
  await putSender(customer, carrier, { ratePerSecond: 250, burst: 50 });
}, 180_000);

afterAll(async () => {
  await server?.end('SIGTERM');
  await carrier?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

test('a campaign survives kill -9 of the whole process and its engine', { timeout: 240_000 }, async () => {
  await surviveInterruption({
    ...{ customer, carrier, seed: 1 },
    async killAndRestart() {
      const engine = await enginePid(dataDir);
      await server.end('SIGKILL');
      kill(engine);
      await carrier.deleteRules();
      server = start();
      await untilHealthy(server, port);
    },
  });
});

test('a campaign survives kill -9 of the engine', { timeout: 240_000 }, async () => {
  await surviveInterruption({
    ...{ customer, carrier, seed: 2 },
    async killAndRestart() {
      kill(await enginePid(dataDir));
      await carrier.deleteRules();
    },
  });
});

function start(): Program {
  return startServerProcess({ verb: 'start', port, dataDir, env: { MARQUEE_DEMO: '0', MARQUEE_SETTLE_MS: '3000' } });
}
