import { afterAll, beforeAll, expect, test } from 'vitest';
import { findEngine } from '../../temporal/engine.ts';
import { openTestDatabase } from '../../testing/database.ts';
import { openCampaignEngine, type CampaignEngine } from '../../testing/messaging/campaign-engine.ts';
import { triggerRun } from '../../testing/messaging/campaign-runs.ts';
import { openSending, type Sending } from '../../testing/messaging/sending.ts';

// The real engine and workflow; where time is skipped, only waits are.
const executable = await findEngine({ environment: process.env });
const shared = openTestDatabase();
const dayMs = 24 * 3_600_000;
let engine: CampaignEngine;

beforeAll(async () => {
  if (executable !== undefined) engine = await openCampaignEngine(executable);
});
afterAll(async () => {
  await engine?.[Symbol.asyncDispose]();
  await (await shared)[Symbol.asyncDispose]();
});

/** Sending whose clock begins at the real one, as the engine's does. */
async function sendingNow(): Promise<Sending> {
  const db = await shared;
  const sending = await openSending(async () => ({ ...db, [Symbol.asyncDispose]: async () => undefined }));
  sending.turnClock(Date.now() - sending.deps.now().getTime());
  return sending;
}

const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString();

test.skipIf(executable === undefined)(
  'a campaign that sleeps for more than a month, a day at a time, sends at its time and not before',
  // The engine skips about one wait a second.
  { timeout: 300_000 },
  async () => {
    const sending = await sendingNow();
    const schedule_time = inDays(32);
    const id = await sending.campaign({ contacts: 3, fields: { schedule_time } });
    const ref = await triggerRun(sending, id);

    const handle = await engine.start(sending, ref, { skipTime: true });
    const end = await handle.result();

    expect(end).toBe('completed');
    expect(sending.carrier.sent.length).toBe(3);
    const { execution_timeline } = await sending.call('messaging.campaigns.summary', { campaign_id: id });
    const { started_at } = execution_timeline as { started_at: string };
    expect(Date.parse(started_at)).toBeGreaterThanOrEqual(Date.parse(schedule_time));
    expect(Date.parse(started_at)).toBeLessThan(Date.parse(schedule_time) + 60_000);
  },
);

test.skipIf(executable === undefined)(
  'a schedule that changes while its campaign sleeps is obeyed at once',
  { timeout: 120_000 },
  async () => {
    const sending = await sendingNow();
    const id = await sending.campaign({ contacts: 3, fields: { schedule_time: inDays(200) } });
    const ref = await triggerRun(sending, id);
    const handle = await engine.start(sending, ref, { skipTime: false });

    await sending.call('messaging.campaigns.update', { campaign_id: id, schedule_time: inDays(0) });
    await handle.signal('reschedule');

    expect(await handle.result()).toBe('completed');
    expect(sending.carrier.sent.length).toBe(3);
  },
);
