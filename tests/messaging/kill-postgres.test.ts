import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, hasPostgres, newPostgresUrl, type RunningEngine } from '@marquee/server/testing';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { startCarrier, type Carrier } from '../harness/carrier.ts';
import { putSender, signUp, type Customer } from '../harness/customer.ts';
import { hasEngine, startTestEngine } from '../harness/engine.ts';
import { surviveInterruption } from '../harness/interrupted-campaign.ts';
import type { Program } from '../harness/program.ts';
import { kill, startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';

let folder: string;
let port: number;
let env: Readonly<Record<string, string>>;
let carrier: Carrier;
let engine: RunningEngine;
let server: Program;
let worker: Program;
let customer: Customer;

describe.skipIf(!hasPostgres() || !(await hasEngine()))('on Postgres, with server, worker and engine apart', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marquee-kill-'));
    port = await freePort();
    carrier = await startCarrier(join(folder, 'carrier'), urlOf(port));
    engine = await startTestEngine(folder);
    env = { DATABASE_URL: await newPostgresUrl(), TEMPORAL_ADDRESS: engine.address, MARQUEE_SETTLE_MS: '3000' };
    server = start('serve');
    await untilHealthy(server, port);
    worker = start('worker');
    customer = await signUp(urlOf(port));
    await putSender(customer, carrier, { ratePerSecond: 250, burst: 50 });
  }, 180_000);

  afterAll(async () => {
    await Promise.all([worker?.end('SIGTERM'), server?.end('SIGTERM')]);
    await engine?.[Symbol.asyncDispose]();
    await carrier?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test('a campaign survives kill -9 of the worker', { timeout: 240_000 }, async () => {
    await surviveInterruption({
      ...{ customer, carrier, seed: 3 },
      async killAndRestart() {
        await worker.end('SIGKILL');
        await carrier.deleteRules();
        worker = start('worker');
      },
    });
  });

  test('a campaign survives kill -9 of the server', { timeout: 240_000 }, async () => {
    await surviveInterruption({
      ...{ customer, carrier, seed: 4 },
      async killAndRestart() {
        await server.end('SIGKILL');
        await carrier.deleteRules();
        server = start('serve');
        await untilHealthy(server, port);
      },
    });
  });

  test('a campaign survives kill -9 of the engine', { timeout: 240_000 }, async () => {
    await surviveInterruption({
      ...{ customer, carrier, seed: 5 },
      async killAndRestart() {
        if (engine.pid === undefined) throw new Error('the engine was not running');
        kill(engine.pid);
        await carrier.deleteRules();
      },
    });
  });
});

function start(verb: 'serve' | 'worker'): Program {
  return startServerProcess({ verb, port, dataDir: join(folder, 'data'), env });
}
