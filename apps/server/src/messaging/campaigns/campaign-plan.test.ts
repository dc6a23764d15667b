import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { run } from '../../database/sql.ts';
import { openTestDatabase } from '../../testing/database.ts';
import { carryRunOn, triggerRun } from '../../testing/messaging/campaign-runs.ts';
import { openSending, type Sending } from '../../testing/messaging/sending.ts';
import { putPrices } from '../senders/sender-prices.store.ts';

const shared = openTestDatabase();
let sending: Sending;
const hourMs = 3_600_000;

beforeEach(async () => {
  const db = await shared;
  sending = await openSending(async () => ({ ...db, [Symbol.asyncDispose]: async () => undefined }));
});
afterAll(async () => (await shared)[Symbol.asyncDispose]());

const preview = (campaign_id: string) => sending.call('messaging.campaigns.preview', { campaign_id });
const summary = (campaign_id: string) => sending.call('messaging.campaigns.summary', { campaign_id });
const settle = async (id: string) => await carryRunOn(sending, await triggerRun(sending, id));

/** Lays settings over the workspace's, as `workspace.settings.update` does. */
async function setWorkspace(stored: object): Promise<void> {
  await sending.db.asSystem('settings for a test', (tx) =>
    run(
      tx,
      sql`update workspaces set settings = settings || ${JSON.stringify(stored)}::jsonb where id = ${sending.workspaceId}`,
    ),
  );
}

const change = (statement: ReturnType<typeof sql>) => sending.inWorkspace((tx) => run(tx, statement));

test('a preview says who, when in local time, who not and why, and at what cost', async () => {
  const fields = { quiet_hours_start: '20:00', quiet_hours_end: '08:00', rate_limit_per_second: 2 };
  const id = await sending.campaign({ contacts: 6, fields });
  await change(
    sql`update messaging_contacts set time_zone = 'Asia/Tokyo' where phone_e164 in ('+14150000001', '+14150000002')`,
  );
  await change(sql`update messaging_contacts set consent_state = 'STOP' where phone_e164 = '+14150000003'`);
  await change(sql`update messaging_contacts set attributes = '{}' where phone_e164 = '+14150000004'`);
  await sending.inWorkspace((tx) =>
    putPrices(tx, sending.workspaceId, {
      senderId: 'main',
      prices: { currency: 'EUR', per_part: 0.01, by_prefix: { '+1415000000': 0.5, '+14150': 0.0079 } },
    }),
  );

  const shown = await preview(id);

  expect(shown).toMatchObject({
    ...{ audience: 6, sendable: 4, excluded: { stopped: 1, missing_variable: 1 }, parts: { total: 4 } },
    cost: { amount: 0.0316, currency: 'EUR', unpriced_parts: 0 },
    ...{ first_send_at: '2026-03-10T12:00:00.000Z', last_send_at: '2026-03-10T23:00:01.000Z', duration_seconds: 2 },
    sample_text: expect.stringMatching(/^Hi N[1256]$/),
  });
  expect(shown['histogram']).toEqual([
    {
      ...{ time_zone: 'Asia/Tokyo', sends_from: '2026-03-10T23:00:00.000Z', local_time: '2026-03-11T08:00' },
      ...{ sends_until: '2026-03-10T23:00:01.000Z', recipients: 2 },
    },
    {
      ...{ time_zone: 'UTC', sends_from: '2026-03-10T12:00:00.000Z', local_time: '2026-03-10T12:00' },
      ...{ sends_until: '2026-03-10T12:00:01.000Z', recipients: 2 },
    },
  ]);
  expect(shown['excluded_sample']).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ phone_e164: '+14150000003', reason: 'stopped' }),
      expect.objectContaining({ phone_e164: '+14150000004', reason: 'missing_variable' }),
    ]),
  );
  const sample = shown['sample'] as { phone_e164: string; sends_from: string }[]; // as the contract says
  expect(
    sample.map(({ phone_e164, sends_from }) => `${phone_e164.slice(-1)} ${sends_from.slice(0, 13)}`).toSorted(),
  ).toEqual([...['1 2026-03-10T23', '2 2026-03-10T23', '5 2026-03-10T12', '6 2026-03-10T12']]);
});

test('a run that does what was planned reports its plan and no deviation', async () => {
  const id = await sending.campaign({ contacts: 3 });
  await change(sql`update messaging_contacts set consent_state = 'OPT_OUT' where phone_e164 = '+14150000001'`);

  await settle(id);

  const { plan, plan_deviations } = await summary(id);
  expect(plan).toMatchObject({ audience: 3, sendable: 2, excluded: { consent_missing: 1 }, parts: 2, cost: null });
  expect(plan_deviations).toEqual([]);
});

test('the report names every number in which a run differs from its plan, with the reason', async () => {
  const id = await sending.campaign({ contacts: 4, fields: { schedule_time: '2026-03-10T15:00:00Z' } });
  const ref = await triggerRun(sending, id);
  await carryRunOn(sending, ref);
  await change(sql`update messaging_contacts set consent_state = 'STOP' where phone_e164 = '+14150000001'`);
  await change(sql`update messaging_contacts set attributes = '{"name":"✓"}' where phone_e164 = '+14150000002'`);
  await sending.call('messaging.contacts.create', {
    ...{ phone_e164: '+14150000009', consent_state: 'OPT_IN', attributes: { name: 'New' } },
  });

  sending.turnClock(3 * hourMs);
  await carryRunOn(sending, ref);

  const { plan, plan_deviations } = await summary(id);
  expect(plan).toMatchObject({ planned_at: '2026-03-10T12:00:00.000Z', audience: 4, sendable: 4 });
  expect(plan_deviations).toEqual([
    { measure: 'audience', kind: null, planned: 4, actual: 5, reason: 'members_changed' },
    { measure: 'left_out', kind: 'stopped', planned: 0, actual: 1, reason: 'contacts_changed' },
    { measure: 'encoding', kind: 'GSM-7', planned: 4, actual: 3, reason: 'texts_changed' },
    { measure: 'encoding', kind: 'UCS-2', planned: 0, actual: 1, reason: 'texts_changed' },
  ]);
});

const putPrice = (per_part: number) =>
  sending.inWorkspace((tx) =>
    putPrices(tx, sending.workspaceId, {
      senderId: 'main',
      prices: { currency: 'EUR', per_part, by_prefix: { '+14150000002': 0.05, '+1415000': 0.03 } },
    }),
  );

test('a run that ended at other prices says what it cost, and why that differs', async () => {
  await putPrice(0.01);
  const id = await sending.campaign({ contacts: 3, fields: { schedule_time: '2026-03-10T15:00:00Z' } });
  const ref = await triggerRun(sending, id);
  await carryRunOn(sending, ref);
  expect(await summary(id)).toMatchObject({ plan: { cost: { amount: 0.09, currency: 'EUR' } }, cost: null });
  await sending.inWorkspace((tx) =>
    putPrices(tx, sending.workspaceId, {
      senderId: 'main',
      prices: { currency: 'EUR', per_part: null, by_prefix: { '+1415': 0.04 } },
    }),
  );

  sending.turnClock(3 * hourMs);
  await carryRunOn(sending, ref);

  const { cost, plan_deviations } = await summary(id);
  expect(cost).toEqual({ amount: 0.12, currency: 'EUR', unpriced_parts: 0 });
  expect(plan_deviations).toEqual([
    { measure: 'cost', kind: 'EUR', planned: 0.09, actual: 0.12, reason: 'prices_changed' },
  ]);
});

test('a run that was paused says by how much it was late, as a whole and in each zone, and why', async () => {
  const quiet = { quiet_hours_start: '20:00', quiet_hours_end: '08:00' };
  const fields = { ...quiet, rate_limit_per_second: 2, schedule_time: '2026-03-10T15:00:00Z' };
  const id = await sending.campaign({ contacts: 4, fields });
  await change(sql`update messaging_contacts set time_zone = 'Asia/Tokyo' where phone_e164 in ('+14150000001')`);
  const ref = await triggerRun(sending, id);
  await carryRunOn(sending, ref);
  await sending.call('messaging.campaigns.pause', { campaign_id: id });
  sending.turnClock(5 * hourMs);
  await sending.call('messaging.campaigns.resume', { campaign_id: id });
  await carryRunOn(sending, ref);
  sending.turnClock(6 * hourMs);
  await carryRunOn(sending, ref);

  const { plan, plan_lateness, status } = await summary(id);
  expect(status).toBe('completed');
  expect(plan).toMatchObject({ zones: [{ time_zone: 'UTC', recipients: 3 }, { time_zone: 'Asia/Tokyo' }] });
  expect(plan_lateness).toEqual([
    {
      ...{ time_zone: 'UTC', planned_last_send_at: '2026-03-10T15:00:01.500Z', reason: 'paused' },
      ...{ actual_last_send_at: expect.stringMatching(/^2026-03-10T17:00:0/), late_seconds: expect.any(Number) },
    },
  ]);
});

test('who cannot open before the campaign expires is planned as the report will say it', async () => {
  const fields = { quiet_hours_start: '20:00', quiet_hours_end: '08:00', expires_at: '2026-03-10T18:00:00Z' };
  const id = await sending.campaign({ contacts: 3, zone: 'Asia/Tokyo', fields });

  const shown = await preview(id);
  await settle(id);

  expect(shown).toMatchObject({ sendable: 0, excluded: { quiet_until_expiry: 3 }, first_send_at: null });
  const { exclusions, plan_deviations } = await summary(id);
  expect([exclusions, plan_deviations]).toEqual([{ quiet_until_expiry: 3 }, []]);
});

test('a frequency cap counts what all campaigns sent within its days, and failures do not count', async () => {
  sending.carrier.answer = ({ to }) => (to.endsWith('3') ? { kind: 'refused', code: 30_006 } : null);
  await settle(await sending.campaign({ contacts: 3 }));
  const id = await sending.campaign({ contacts: 3, fields: { frequency_cap: { messages: 1, days: 2 } } });

  const shown = await preview(id);
  await settle(id);
  sending.turnClock(48 * hourMs);
  const later = await sending.campaign({ contacts: 3, fields: { frequency_cap: { messages: 1, days: 2 } } });
  await settle(later);

  expect(shown).toMatchObject({ sendable: 1, excluded: { frequency_capped: 2 } });
  expect((await summary(id))['exclusions']).toEqual({ frequency_capped: 2 });
  expect((await summary(later))['exclusions']).toEqual({});
});

test('the workspace’s cap holds for every campaign, beside a looser one of its own', async () => {
  await setWorkspace({ frequency_cap: { messages: 1, days: 30 } });
  await settle(await sending.campaign({ contacts: 1 }));
  const id = await sending.campaign({ contacts: 1, fields: { frequency_cap: { messages: 9, days: 1 } } });

  await settle(id);

  expect((await summary(id))['exclusions']).toEqual({ frequency_capped: 1 });
});

test('two campaigns that call at once give nobody more than the cap', async () => {
  await setWorkspace({ frequency_cap: { messages: 1, days: 1 } });
  const ids = [await sending.campaign({ contacts: 40 }), await sending.campaign({ contacts: 40 })];
  const refs = [];
  for (const id of ids) refs.push(await triggerRun(sending, id));

  await Promise.all(refs.map((ref) => carryRunOn(sending, ref)));

  expect(sending.carrier.sent.length).toBe(40);
  expect(new Set(sending.carrier.sent.map(({ to }) => to)).size).toBe(40);
});

test('a campaign without quiet hours and sender of its own takes the workspace’s', async () => {
  await change(
    sql`insert into messaging_senders select workspace_id, 'second', kind, '+15550009999', account_sid, auth_token_sealed, base_url,
          rate_per_second, burst, simulated, created_at, updated_at from messaging_senders`,
  );
  await setWorkspace({ default_quiet_hours: { start: '08:00', end: '14:00' }, default_sender_id: 'main' });
  const id = await sending.campaign({ contacts: 1 });

  const waiting = await settle(id);

  expect(waiting).toEqual({ kind: 'wait', until: '2026-03-10T14:00:00.000Z' });
  expect((await preview(id))['first_send_at']).toBe('2026-03-10T14:00:00.000Z');
  expect((await summary(id))['waiting']).toEqual({ quiet_hours: 1 });
});

test('a campaign keeps whom it was for, whatever becomes of its segment', async () => {
  const id = await sending.campaign({ contacts: 1 });
  const before = (await sending.call('messaging.campaigns.get', { campaign_id: id }))['segment'] as { id: string };
  await settle(id);

  await sending.call('messaging.segments.update', {
    ...{ segment_id: before.id, name: 'Others', filter_criteria: { attribute: 'city', operator: 'exists' } },
  });
  const changed = await sending.call('messaging.campaigns.get', { campaign_id: id });
  await sending.call('messaging.segments.delete', { segment_id: before.id });
  const deleted = await sending.call('messaging.campaigns.get', { campaign_id: id });

  expect(before).toMatchObject({ filter_criteria: { attribute: 'phone_e164', operator: 'exists' } });
  expect([changed['segment'], deleted['segment']]).toEqual([before, before]);
  expect((await summary(id))['segment']).toEqual(before);
});

test('a segment that changes before its campaign starts is the one that counts', async () => {
  const id = await sending.campaign({ contacts: 2, fields: { schedule_time: '2026-03-10T15:00:00Z' } });
  const ref = await triggerRun(sending, id);
  await carryRunOn(sending, ref);
  const { id: segment_id } = (await sending.call('messaging.campaigns.get', { campaign_id: id }))['segment'] as {
    id: string;
  };
  const filter_criteria = { attribute: 'phone_e164', operator: 'equals', value: '+14150000001' };
  await sending.call('messaging.segments.update', { segment_id, filter_criteria });

  sending.turnClock(3 * hourMs);
  await carryRunOn(sending, ref);

  expect((await summary(id))['segment']).toMatchObject({ filter_criteria });
  expect(sending.carrier.sent.map(({ to }) => to)).toEqual(['+14150000001']);
});
