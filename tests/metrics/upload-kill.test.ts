import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@marquee/server/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp, type Customer } from '../harness/customer.ts';
import { hasEngine } from '../harness/engine.ts';
import type { Program } from '../harness/program.ts';
import { startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { untilWithin } from '../harness/until.ts';

const patiently = untilWithin(180_000);
const isMissing = !(await hasEngine());
let folder: string;
let port: number;
let server: Program;
let customer: Customer;

beforeAll(async () => {
  if (isMissing) return;
  folder = await mkdtemp(join(tmpdir(), 'marquee-upload-'));
  port = await freePort();
  server = await start();
  customer = await signUp(urlOf(port));
}, 180_000);
afterAll(async () => {
  if (isMissing) return;
  await server?.end('SIGTERM');
  await rm(folder, { recursive: true, force: true });
}, 60_000);

test.skipIf(isMissing)(
  'an upload that was answered survives kill -9 right after it, is followed, and answers its receipt again',
  { timeout: 400_000 },
  async () => {
    const data = Array.from({ length: 5000 }, (_, index) => ({
      timestamp: 1_770_000_000 + index * 60,
      campaign_name: `Campaign ${index % 7}`,
      clicks: 1 + (index % 5),
    }));
    const batch = { data_type: 'ads', batch_id: 'before-the-crash', data };

    const answered = await customer.api.metrics.batches.upload(batch);
    await server.end('SIGKILL');
    server = await start();
    const processed = await patiently(
      'the batch has been processed',
      () => customer.api.metrics.batches.get(answered.batch_id),
      ({ status }) => status === 'processed',
    );
    const again = await customer.api.metrics.batches.upload(batch);

    expect(answered).toMatchObject({ accepted: 5000, rejected: 0 });
    expect(processed).toMatchObject({ accepted: 5000, replaced: 0, duplicates: 0 });
    expect(again).toEqual(processed);
    const { items } = await customer.api.metrics.catalog.list();
    expect(items).toMatchObject([{ data_type: 'ads', rows: 5000 }]);
  },
);

async function start(): Promise<Program> {
  const env = { MARQUEE_DEMO: '0' };
  const started = startServerProcess({ verb: 'start', port, dataDir: join(folder, 'data'), env });
  await untilHealthy(started, port);
  return started;
}
