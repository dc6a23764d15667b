import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  freePort,
  hasObjectStore,
  hasPostgres,
  newPostgresUrl,
  startObjectStore,
  type ObjectStore,
  type RunningEngine,
} from '@marquee/server/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signUp, type Customer } from '../harness/customer.ts';
import { hasEngine, startTestEngine } from '../harness/engine.ts';
import type { Program } from '../harness/program.ts';
import { startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { until } from '../harness/until.ts';

const total = 60_000;

let folder: string;
let port: number;
let env: Readonly<Record<string, string>>;
let store: ObjectStore;
let engine: RunningEngine;
let server: Program;
let worker: Program;
let customer: Customer;

const isWhole = hasPostgres() && hasObjectStore() && (await hasEngine());

describe.skipIf(!isWhole)('with files in a bucket, and server and worker on machines of their own', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marquee-bucket-'));
    port = await freePort();
    store = await startObjectStore();
    engine = await startTestEngine(folder);
    env = {
      ...bucketVariables(await store.newBucket()),
      DATABASE_URL: await newPostgresUrl(),
      TEMPORAL_ADDRESS: engine.address,
      MARQUEE_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    };
    server = startServerProcess({ verb: 'serve', port, dataDir: join(folder, 'server'), env });
    await untilHealthy(server, port);
    customer = await signUp(urlOf(port));
  }, 180_000);

  afterAll(async () => {
    await Promise.all([worker?.end('SIGTERM'), server?.end('SIGTERM')]);
    await engine?.[Symbol.asyncDispose]();
    await store?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test(
    'an import whose worker is replaced goes on with the next one, from the bucket',
    { timeout: 240_000 },
    async () => {
      worker = startWorker('worker-1');
      const importing = customer.importCsv(contactsCsv());
      const interrupted = await until(
        'some rows are imported',
        async () => (await customer.api.messaging.contactImports.list()).items[0],
        (found) => (found?.processed ?? 0) > 0,
      );
      await worker.end('SIGTERM');
      worker = startWorker('worker-2');
      const imported = await importing;

      expect(interrupted).toMatchObject({ status: 'running' });
      expect(interrupted?.processed).toBeLessThan(total);
      expect(imported).toMatchObject({ status: 'completed', processed: total, created: total, updated: 0, errors: 0 });
      for (const machine of ['server', 'worker-1', 'worker-2'])
        expect(existsSync(join(folder, machine, 'files'))).toBe(false);
    },
  );

  test('a bucket that cannot be used is refused at the start, by name', async () => {
    await using refused = startServerProcess({
      verb: 'serve',
      port: await freePort(),
      dataDir: join(folder, 'refused'),
      env: { ...env, MARQUEE_S3_BUCKET: 'not-there' },
    });

    const end = await until(
      'the process has ended',
      async () => refused.ended(),
      (ended) => ended !== null,
    );

    expect(end).toEqual({ code: 1, signal: null });
    expect(refused.printed()).toContain(
      `Files cannot be kept in the bucket not-there at ${store.endpoint}: there is no such bucket; make it, or correct MARQUEE_S3_BUCKET.`,
    );
  });
});

function startWorker(machine: string): Program {
  return startServerProcess({ verb: 'worker', port, dataDir: join(folder, machine), env });
}

function bucketVariables({ bucket, endpoint, credentials, prefix }: Awaited<ReturnType<ObjectStore['newBucket']>>) {
  return {
    MARQUEE_S3_BUCKET: bucket,
    MARQUEE_S3_ENDPOINT: endpoint ?? '',
    MARQUEE_S3_ACCESS_KEY_ID: credentials?.accessKeyId ?? '',
    MARQUEE_S3_SECRET_ACCESS_KEY: credentials?.secretAccessKey ?? '',
    MARQUEE_S3_PREFIX: prefix,
  };
}

function contactsCsv(): string {
  const rows = Array.from({ length: total }, (_, n) => `+1415${String(2_000_000 + n)},Customer ${n},OPT_IN`);
  return ['phone_e164,name,consent_state', ...rows].join('\n');
}
