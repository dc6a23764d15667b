import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  connectionOf,
  freePort,
  hasPostgres,
  migrationsFolder,
  newPostgresUrl,
  openDatabase,
} from '@marquee/server/testing';
import { describe, expect, test } from 'vitest';
import { startCarrier } from '../harness/carrier.ts';
import { createCampaign, putSender, settledReport, signUp } from '../harness/customer.ts';
import { hasEngine, startTestEngine } from '../harness/engine.ts';
import { startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { until } from '../harness/until.ts';

const people = 500;

describe.skipIf(!hasPostgres() || !(await hasEngine()))('on Postgres, with server, worker and engine apart', () => {
  test(
    'a worker killed while it writes the audience down is replaced, and everybody is in it once',
    { timeout: 300_000 },
    async () => {
      await using stack = new AsyncDisposableStack();
      const folder = await mkdtemp(join(tmpdir(), 'marquee-freeze-'));
      stack.defer(() => rm(folder, { recursive: true, force: true }));
      const port = await freePort();
      const carrier = stack.use(await startCarrier(join(folder, 'carrier'), urlOf(port)));
      const engine = stack.use(await startTestEngine(folder));
      const databaseUrl = await newPostgresUrl();
      const env = { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: engine.address };
      const start = (verb: 'serve' | 'worker') =>
        startServerProcess({ verb, port, dataDir: join(folder, 'data'), env });
      const server = start('serve');
      stack.defer(async () => void (await server.end('SIGTERM')));
      await untilHealthy(server, port);
      const killed = start('worker');
      const customer = await signUp(urlOf(port));
      await putSender(customer, carrier, { ratePerSecond: 1000, burst: 500 });
      const rows = Array.from({ length: people }, (_, n) => `+1415${2_000_000 + n},Customer ${n},x,OPT_IN`);
      await customer.importCsv(['phone_e164,name,batch,consent_state', ...rows].join('\n'));
      const campaignId = await createCampaign(customer, 'x');

      const database = stack.use(
        await openDatabase({ databaseUrl, dataDir: join(folder, 'data'), connectionsMax: 2, migrationsFolder }),
      );
      await database.transaction({ kind: 'system', reason: 'a test' }, { access: 'write' }, async (db) => {
        // Whoever writes messages waits for us: the audience is begun and cannot be finished.
        await connectionOf(db).objects('lock table messaging_messages in exclusive mode', []);
        await customer.api.messaging.campaigns.trigger(campaignId);
        await until(
          'the audience is being written',
          async () => {
            const waiting = await connectionOf(db).objects(
              `select count(*)::int as n from pg_locks where not granted and relation = 'messaging_messages'::regclass
                 and database = (select oid from pg_database where datname = current_database())`,
              [],
            );
            return Number(waiting.rows[0]?.['n']);
          },
          (count) => count > 0,
        );
        await killed.end('SIGKILL');
      });
      const worker = start('worker');
      stack.defer(async () => void (await worker.end('SIGTERM')));
      const report = await settledReport(customer, campaignId);

      expect(report).toMatchObject({ performance_metrics: { recipients: people, messages_sent: people } });
      const ledger = await carrier.recipients('+1415');
      expect(ledger.size).toBe(people);
      expect(new Set(ledger.values())).toEqual(new Set([1]));
    },
  );
});
