import { MockActivityEnvironment } from '@temporalio/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { CampaignRunRef } from '@marquee/workflows';
import { run, select } from '../../database/sql.ts';
import { openTestDatabase } from '../../testing/database.ts';
import { carryRunOn, triggerRun } from '../../testing/messaging/campaign-runs.ts';
import { openSending, type Sending } from '../../testing/messaging/sending.ts';
import { campaignActivities } from './campaigns.activities.ts';

let sending: Sending;
const opened: Sending[] = [];
const shared = openTestDatabase();

beforeEach(async () => {
  const db = await shared;
  // One database for the file, one workspace a test: isolation is the product's own.
  sending = await openSending(async () => ({ ...db, [Symbol.asyncDispose]: async () => undefined }));
  opened.push(sending);
});
afterAll(async () => (await shared)[Symbol.asyncDispose]());

const carryOn = (ref: CampaignRunRef, deps = sending.deps) => carryRunOn(sending, ref, deps);
const trigger = (campaignId: string) => triggerRun(sending, campaignId);

test('a campaign goes to everyone in its segment once, filled, and completes', async () => {
  const id = await sending.campaign({ contacts: 60 });

  const end = await carryOn(await trigger(id));

  expect(end).toEqual({ kind: 'ended', status: 'completed' });
  expect(new Set(sending.carrier.sent.map(({ to }) => to)).size).toBe(60);
  expect(sending.carrier.sent.length).toBe(60);
  expect(sending.carrier.sent.map(({ body }) => body)).toContain('Hi N60');
  expect(await sending.statuses()).toEqual({ queued: 60 });
  const [job] = await sending.inWorkspace((tx) =>
    select<{ status: string; progress: object }>(tx, sql`select status, progress from jobs`),
  );
  expect(job).toEqual({ status: 'succeeded', progress: { done: 60, total: 60 } });
});

test('a second trigger of a live campaign returns its run, and of an ended one is refused', async () => {
  const id = await sending.campaign({ contacts: 1 });
  const ref = await trigger(id);

  expect(await trigger(id)).toEqual(ref);
  await carryOn(ref);

  await expect(trigger(id)).rejects.toMatchObject({ code: 'conflict' });
});

test('a pause stops the next chunk, and a resume sends the rest without repeating any', async () => {
  const id = await sending.campaign({ contacts: 60 });
  const ref = await trigger(id);
  sending.carrier.answer = async (_message, count) => {
    if (count === 10) await sending.call('messaging.campaigns.pause', { campaign_id: id });
    return null;
  };

  expect(await carryOn(ref)).toEqual({ kind: 'wait', until: null });
  const before = sending.carrier.sent.length;
  expect(before).toBe(25);
  await sending.call('messaging.campaigns.resume', { campaign_id: id });
  await carryOn(ref);

  expect(new Set(sending.carrier.sent.map(({ to }) => to)).size).toBe(60);
  expect(sending.carrier.sent.length).toBe(60);
});

test('a cancelled campaign sends no more and says of whom', async () => {
  const id = await sending.campaign({ contacts: 60 });
  const ref = await trigger(id);
  sending.carrier.answer = async (_message, count) => {
    if (count === 1) await sending.call('messaging.campaigns.cancel', { campaign_id: id });
    return null;
  };

  expect(await carryOn(ref)).toEqual({ kind: 'ended', status: 'cancelled' });

  expect(await sending.statuses()).toEqual({ queued: 25, canceled: 35 });
  const summary = await sending.call('messaging.campaigns.summary', { campaign_id: id });
  expect(summary['exclusions']).toEqual({ campaign_cancelled: 35 });
});

test('whoever stops before their call begins is not sent to', async () => {
  const id = await sending.campaign({ contacts: 60 });
  const ref = await trigger(id);
  sending.carrier.answer = async (_message, count) => {
    if (count === 1)
      await sending.inWorkspace((tx) => run(tx, sql`update messaging_contacts set consent_state = 'STOP'`));
    return null;
  };

  await carryOn(ref);

  expect(await sending.statuses()).toEqual({ queued: 25, excluded: 35 });
  const summary = await sending.call('messaging.campaigns.summary', { campaign_id: id });
  expect(summary['deviations']).toEqual({ 'excluded:stopped': 35 });
});

test('the carrier’s word that a recipient stopped is recorded as STOP and is no failure', async () => {
  const id = await sending.campaign({ contacts: 1 });
  sending.carrier.answer = () => ({ kind: 'refused', code: 21_610 });

  await carryOn(await trigger(id));

  expect(await sending.statuses()).toEqual({ excluded: 1 });
  const [consent] = await sending.inWorkspace((tx) => select(tx, sql`select state, source from messaging_consents`));
  expect(consent).toEqual({ state: 'STOP', source: 'provider' });
});

test('a refused number fails with the carrier’s code, and the report names the cause', async () => {
  const id = await sending.campaign({ contacts: 4 });
  sending.carrier.answer = ({ to }) => (to.endsWith('1') ? { kind: 'refused', code: 21_211 } : null);

  await carryOn(await trigger(id));

  const summary = await sending.call('messaging.campaigns.summary', { campaign_id: id });
  expect(summary).toMatchObject({
    error_analysis: { invalid_phone_number: 1 },
    performance_metrics: { messages_sent: 4, messages_failed: 1 },
  });
});

test('a call without an answer is held, found at the carrier, and never sent again', async () => {
  const id = await sending.campaign({ contacts: 2 });
  const ref = await trigger(id);
  sending.carrier.answer = ({ to, body }) => {
    if (!to.endsWith('1')) return null;
    sending.carrier.listed.push({
      sid: `${to}-SM`,
      body,
      status: 'sent',
      errorCode: null,
      createdAt: sending.deps.now(),
    });
    return { kind: 'unknown' };
  };

  expect(await carryOn(ref)).toMatchObject({ kind: 'wait' });
  expect(await sending.statuses()).toEqual({ queued: 1, unconfirmed: 1 });
  sending.turnClock(31_000);
  await carryOn(ref);

  expect(await sending.statuses()).toEqual({ queued: 1, sent: 1 });
  expect(sending.carrier.sent.length).toBe(1);
});

test('a call that is surely absent at the carrier is made once more, then held', async () => {
  const id = await sending.campaign({ contacts: 1 });
  const ref = await trigger(id);
  let calls = 0;
  sending.carrier.answer = () => {
    calls += 1;
    return { kind: 'unknown' };
  };

  await carryOn(ref);
  sending.turnClock(31_000);
  await carryOn(ref);
  sending.turnClock(31_000);
  const end = await carryOn(ref);

  expect([calls, end]).toEqual([2, { kind: 'ended', status: 'completed' }]);
  expect(await sending.statuses()).toEqual({ held: 1 });
});

test('what a dead worker left calling is unconfirmed, and what it had only claimed is sent', async () => {
  const id = await sending.campaign({ contacts: 2 });
  const ref = await trigger(id);
  await campaignActivities(sending.deps).nextCampaignStep(ref);
  const freeze = campaignActivities(sending.deps).freezeCampaignAudience;
  await new MockActivityEnvironment().run(async () => await freeze(ref));
  await sending.inWorkspace((tx) =>
    run(
      tx,
      sql`update messaging_messages set claim_id = gen_random_uuid(), body = 'Hi', called_at = ${sending.deps.now().toISOString()},
            calls = 1, status = case position when 1 then 'calling' else 'claimed' end`,
    ),
  );

  expect(await carryOn(ref)).toMatchObject({ kind: 'wait' });

  expect(await sending.statuses()).toEqual({ unconfirmed: 1, queued: 1 });
});

test('a rate limit holds for every window of a second', async () => {
  const id = await sending.campaign({ contacts: 30, fields: { rate_limit_per_second: 7 } });

  await carryOn(await trigger(id));

  const times = sending.carrier.sent.map(({ atMs }) => atMs).toSorted((a, b) => a - b);
  expect(times.length).toBe(30);
  for (const start of times)
    expect(times.filter((at) => at >= start && at < start + 1000).length).toBeLessThanOrEqual(7);
});

test('recipients in quiet hours wait for their own opening; the rest of the campaign goes', async () => {
  const id = await sending.campaign({
    contacts: 5,
    zone: 'Asia/Tokyo',
    fields: { quiet_hours_start: '20:00', quiet_hours_end: '08:00' },
  });
  const ref = await trigger(id);

  expect(await carryOn(ref)).toEqual({ kind: 'wait', until: '2026-03-10T23:00:00.000Z' });
  expect(sending.carrier.sent.length).toBe(0);
  sending.turnClock(11 * 3_600_000);
  await carryOn(ref);

  expect(sending.carrier.sent.length).toBe(5);
});

test('who cannot open before the campaign expires is expired, with the reason in the report', async () => {
  const fields = { quiet_hours_start: '20:00', quiet_hours_end: '08:00', expires_at: '2026-03-10T18:00:00Z' };
  const id = await sending.campaign({ contacts: 3, zone: 'Asia/Tokyo', fields });

  expect(await carryOn(await trigger(id))).toEqual({ kind: 'ended', status: 'completed' });

  const summary = await sending.call('messaging.campaigns.summary', { campaign_id: id });
  expect(summary['exclusions']).toEqual({ quiet_until_expiry: 3 });
});

test('a scheduled campaign waits for its time', async () => {
  const id = await sending.campaign({ contacts: 1, fields: { schedule_time: '2026-03-10T15:00:00+02:00' } });
  const ref = await trigger(id);

  expect(await carryOn(ref)).toEqual({ kind: 'wait', until: '2026-03-10T13:00:00.000Z' });
  sending.turnClock(3_600_000);

  expect(await carryOn(ref)).toEqual({ kind: 'ended', status: 'completed' });
});

test('a carrier that asks to slow down is given time, and nothing is lost', async () => {
  const id = await sending.campaign({ contacts: 30 });
  let refusals = 0;
  sending.carrier.answer = () => (refusals++ < 5 ? { kind: 'not_accepted', retryAfterMs: 2000 } : null);

  await carryOn(await trigger(id));

  expect(await sending.statuses()).toEqual({ queued: 30 });
});

test('refused credentials pause the campaign with the reason instead of failing everybody', async () => {
  const id = await sending.campaign({ contacts: 30 });
  sending.carrier.answer = () => ({ kind: 'unauthorised' });

  expect(await carryOn(await trigger(id))).toEqual({ kind: 'wait', until: null });

  expect(await sending.call('messaging.campaigns.get', { campaign_id: id })).toMatchObject({
    status: 'paused',
    status_reason: 'carrier_refused_credentials',
  });
  expect(await sending.statuses()).toEqual({ planned: 30 });
});

test('a run through a simulator is paused, unsent, by a worker that does not permit one', async () => {
  const id = await sending.campaign({ contacts: 30 });
  const ref = await trigger(id);

  expect(await carryOn(ref, { ...sending.deps, simulatorPermitted: false })).toEqual({ kind: 'wait', until: null });

  expect(await sending.call('messaging.campaigns.get', { campaign_id: id })).toMatchObject({
    status: 'paused',
    status_reason: 'simulator_not_permitted',
  });
  expect(await sending.statuses()).toEqual({ planned: 30 });
  expect(sending.carrier.sent).toEqual([]);
});

test('a simulated run reaches no phone, even when its sender is no simulator any more', async () => {
  const id = await sending.campaign({ contacts: 30 });
  const ref = await trigger(id);
  await sending.inWorkspace((tx) => run(tx, sql`update messaging_senders set simulated = false`));

  await carryOn(ref);

  expect(await sending.call('messaging.campaigns.get', { campaign_id: id })).toMatchObject({
    status: 'paused',
    status_reason: 'sender_changed',
  });
  expect(sending.carrier.sent).toEqual([]);
});

test('calls without an answer are not looked for at a carrier that never had them', async () => {
  const id = await sending.campaign({ contacts: 1 });
  const ref = await trigger(id);
  sending.carrier.answer = () => ({ kind: 'unknown' });
  await carryOn(ref);
  await sending.inWorkspace((tx) => run(tx, sql`update messaging_senders set simulated = false`));
  sending.turnClock(31_000);

  await new MockActivityEnvironment().run(() => campaignActivities(sending.deps).reconcileCampaign(ref));

  expect(await sending.statuses()).toEqual({ unconfirmed: 1 });
});

test('a preview counts exactly what the send then does', async () => {
  const id = await sending.campaign({ contacts: 12, content: 'Grüße {name} ✓' });
  await sending.inWorkspace((tx) =>
    run(tx, sql`update messaging_contacts set consent_state = 'OPT_OUT' where phone_e164 like '%2'`),
  );

  const preview = await sending.call('messaging.campaigns.preview', { campaign_id: id, price_per_part: 0.0079 });
  await carryOn(await trigger(id));

  expect(preview).toMatchObject({
    audience: 12,
    sendable: 10,
    excluded: { consent_missing: 2 },
    encodings: { 'UCS-2': 10 },
    cost: { amount: 0.079, currency: 'USD' },
  });
  expect(preview['histogram']).toMatchObject([
    { time_zone: 'UTC', sends_from: '2026-03-10T12:00:00.000Z', recipients: 10 },
  ]);
  expect(sending.carrier.sent.length).toBe(10);
});
