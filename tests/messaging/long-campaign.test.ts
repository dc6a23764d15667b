import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type RunningEngine } from '@marquee/server/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCarrier, type Carrier } from '../harness/carrier.ts';
import { createCampaign, putSender, settledReport, signUp, type Customer } from '../harness/customer.ts';
import { hasEngine, startTestEngine } from '../harness/engine.ts';
import type { Program } from '../harness/program.ts';
import { startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { until } from '../harness/until.ts';
import { workflowRuns } from '../harness/workflow-runs.ts';

const total = 400;
const hourMs = 3_600_000;

let folder: string;
let port: number;
let carrier: Carrier;
let engine: RunningEngine;
let server: Program;
let customer: Customer;

describe.skipIf(!(await hasEngine()))('on an engine that wants histories short', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marquee-long-'));
    port = await freePort();
    carrier = await startCarrier(join(folder, 'carrier'), urlOf(port));
    // A campaign of months gets there by itself; with 4,096 events, the engine's default, a test would not.
    engine = await startTestEngine(folder, { 'limit.historyCount.suggestContinueAsNew': '40' });
    const env = { MARQUEE_DEMO: '0', TEMPORAL_ADDRESS: engine.address };
    server = startServerProcess({ verb: 'start', port, dataDir: join(folder, 'data'), env });
    await untilHealthy(server, port);
    customer = await signUp(urlOf(port));
    // Too slow to come to an end by itself, however long the changes take.
    await putSender(customer, carrier, { ratePerSecond: 2, burst: 1 });
  }, 180_000);

  afterAll(async () => {
    await server?.end('SIGTERM');
    await engine?.[Symbol.asyncDispose]();
    await carrier?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test(
    'a campaign that is rescheduled, paused and resumed over many runs of its workflow loses nothing and repeats nothing',
    { timeout: 300_000 },
    async () => {
      const { campaigns } = customer.api.messaging;
      const rows = Array.from({ length: total }, (_, n) => `+1415${2_000_000 + n},Customer ${n},long,OPT_IN`);
      await customer.importCsv(['phone_e164,name,batch,consent_state', ...rows].join('\n'));
      const campaignId = await createCampaign(customer, 'long');
      const at = (ms: number) => new Date(Date.now() + ms).toISOString();
      await campaigns.update(campaignId, { schedule_time: at(31 * 24 * hourMs) });
      const { run } = await campaigns.trigger(campaignId);
      const workflowId = `campaign:${campaignId}:${run}`;
      const untilRuns = (count: number) =>
        until(
          `the workflow is in its run ${count}`,
          () => workflowRuns(engine.address, workflowId),
          ({ length }) => length >= count,
        );

      // Each change is told while the ones before it are being taken in, so that some meet a run that is just ending.
      for (let runs = 1, hours = 30 * 24; runs < 3; hours -= 1) {
        await campaigns.update(campaignId, { schedule_time: at(hours * hourMs) });
        runs = (await workflowRuns(engine.address, workflowId)).length;
      }
      const sentBeforeTime = (await carrier.recipients('+1415')).size;
      await campaigns.update(campaignId, { schedule_time: at(1000) });
      await until(
        'it is sending',
        () => carrier.recipients('+1415'),
        ({ size }) => size > 0,
      );
      const scheduling = (await workflowRuns(engine.address, workflowId)).length;
      for (let runs = scheduling; runs < scheduling + 3;) {
        await campaigns.pause(campaignId);
        await campaigns.resume(campaignId);
        runs = (await workflowRuns(engine.address, workflowId)).length;
      }
      await campaigns.pause(campaignId);
      const paused = await campaigns.get(campaignId);
      await putSender(customer, carrier, { ratePerSecond: 200, burst: 50 });
      await campaigns.resume(campaignId);
      const report = await settledReport(customer, campaignId);

      const ledger = await carrier.recipients('+1415');
      const all = await untilRuns(scheduling + 3);
      expect(sentBeforeTime).toBe(0);
      expect(paused).toMatchObject({ status: 'paused' });
      expect(ledger.size).toBe(total);
      expect([...ledger].filter(([, messages]) => messages !== 1)).toEqual([]);
      expect(report.performance_metrics).toMatchObject({
        recipients: total,
        messages_sent: total,
        messages_pending: 0,
      });
      expect(all.slice(0, -1).every(({ last }) => last === 'CONTINUED_AS_NEW')).toBe(true);
      expect(all.filter(({ signals }) => signals > 0).length).toBeGreaterThan(2);
    },
  );
});
