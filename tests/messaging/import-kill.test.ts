import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@marquee/server/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp, type Customer } from '../harness/customer.ts';
import { hasEngine } from '../harness/engine.ts';
import { importFile } from '../harness/import-file.ts';
import type { Program } from '../harness/program.ts';
import { startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { untilWithin } from '../harness/until.ts';

// The engine notices a dead worker by its silence, and a slow machine adds to that.
const patiently = untilWithin(180_000);
const isMissing = !(await hasEngine());
const rows = 30_000;
let folder: string;
let port: number;
let server: Program;
let customer: Customer;

beforeAll(async () => {
  if (isMissing) return;
  folder = await mkdtemp(join(tmpdir(), 'marquee-import-'));
  port = await freePort();
  server = await start();
  customer = await signUp(urlOf(port));
}, 180_000);
afterAll(async () => {
  if (isMissing) return;
  await server?.end('SIGTERM');
  await rm(folder, { recursive: true, force: true });
}, 60_000);

test.skipIf(isMissing).each([
  { format: 'csv', offset: 0 },
  { format: 'json', offset: rows },
] as const)(
  'an import of $format goes on after kill -9, and counts each row once',
  { timeout: 400_000 },
  async (kind) => {
    const importing = await importFile({ url: urlOf(port), apiKey: customer.apiKey }, { ...kind, rows });
    const interrupted = await patiently('some rows are imported', look(importing.id), ({ processed }) => processed > 0);
    await server.end('SIGKILL');
    server = await start();
    const ended = await patiently('the import has ended', look(importing.id), ({ status }) => status !== 'running');

    expect(interrupted).toMatchObject({ status: 'running' });
    expect(interrupted.processed).toBeLessThan(rows);
    expect(ended).toMatchObject({
      ...{ status: 'completed', processed: rows, created: rows - importing.faulty - importing.repeats },
      ...{ updated: importing.repeats, errors: importing.faulty },
    });
    const { page } = await customer.api.messaging.contacts.list({ limit: 1, include_total: true });
    expect(page.total).toBe((kind.offset / rows + 1) * (rows - importing.faulty - importing.repeats));
    const errors = await importing.errorsCsv();
    expect(errors[0]).toBe('row,field,reason');
    expect(errors.length).toBe(importing.faulty + 1);
  },
);

async function start(): Promise<Program> {
  const started = startServerProcess({
    verb: 'start',
    port,
    dataDir: join(folder, 'data'),
    env: { MARQUEE_DEMO: '0' },
  });
  await untilHealthy(started, port);
  return started;
}

function look(importId: string) {
  return () => customer.api.messaging.contactImports.get(importId);
}
