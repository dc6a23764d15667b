import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { run } from '../../database/sql.ts';
import { openTestDatabase } from '../../testing/database.ts';
import { carryRunOn, triggerRun } from '../../testing/messaging/campaign-runs.ts';
import { openSending, type Sending } from '../../testing/messaging/sending.ts';

const shared = openTestDatabase();
let sending: Sending;

beforeEach(async () => {
  const db = await shared;
  sending = await openSending(async () => ({ ...db, [Symbol.asyncDispose]: async () => undefined }));
});
afterAll(async () => (await shared)[Symbol.asyncDispose]());

const turnTo = (instant: string) => sending.turnClock(Date.parse(instant) - sending.deps.now().getTime());
const settle = async (id: string) => await carryRunOn(sending, await triggerRun(sending, id));
const sentTo = () => sending.carrier.sent.map(({ to }) => to);

/** Carries a run through all of its waits; answers whom each sending reached, by when. */
async function sendings(id: string): Promise<readonly string[]> {
  const ref = await triggerRun(sending, id);
  const seen: string[] = [];
  for (;;) {
    const before = sending.carrier.sent.length;
    const step = await carryRunOn(sending, ref);
    const reached = sentTo().slice(before).toSorted();
    if (reached.length > 0) seen.push(`${sending.deps.now().toISOString().slice(0, 16)} ${reached.join(' ')}`);
    if (step.kind !== 'wait' || step.until === null) return seen;
    turnTo(step.until);
  }
}

/** A campaign to these numbers, of which nobody has said where they are. */
async function campaignTo(phones: readonly string[], fields: object): Promise<string> {
  const id = await sending.campaign({ contacts: 0, content: 'Hi', fields });
  for (const phone_e164 of phones)
    await sending.call('messaging.contacts.create', { phone_e164, consent_state: 'OPT_IN' });
  return id;
}

const night = { quiet_hours_start: '21:00', quiet_hours_end: '09:00' };

test('who has no zone is sent to when every zone of their number is open', async () => {
  turnTo('2026-06-10T12:30:00Z');
  // New York, San Francisco, and a freephone code that may be anywhere from Halifax to Honolulu.
  const id = await campaignTo(['+12125550100', '+14155550100', '+18005550100'], night);

  expect(await sendings(id)).toEqual([
    ...['2026-06-10T13:00 +12125550100', '2026-06-10T16:00 +14155550100', '2026-06-10T19:00 +18005550100'],
  ]);
});

test('a number that is of no place goes by the campaign’s zone, else the workspace’s', async () => {
  turnTo('2026-06-10T00:30:00Z');
  const satellite = '+881612345678';
  await sending.db.asSystem('a zone for a test', (tx) =>
    run(tx, sql`update workspaces set time_zone = 'Asia/Kolkata' where id = ${sending.workspaceId}`),
  );

  const own = await sendings(await campaignTo([satellite], { ...night, time_zone: 'Asia/Tokyo' }));
  turnTo('2026-06-11T00:30:00Z');
  const workspace = await sendings(await sending.campaign({ contacts: 0, content: 'Hi', fields: night }));

  expect([own, workspace]).toEqual([['2026-06-10T00:30 +881612345678'], ['2026-06-11T03:30 +881612345678']]);
});

test.each([
  ['2026-03-29', 'in the gap, opens when the clocks have jumped by it', '2026-03-29T01:30'],
  ['2026-10-25', 'twice, opens the first time', '2026-10-25T00:30'],
])('on %s an opening at 02:30, which comes %s', async (day, _what, opens) => {
  turnTo(`${day}T00:00:00Z`);
  const fields = { quiet_hours_start: '22:00', quiet_hours_end: '02:30' };
  const id = await sending.campaign({ contacts: 1, zone: 'Europe/Berlin', fields });

  expect(await sendings(id)).toEqual([`${opens} +14150000001`]);
});

test('quiet hours that begin twice hold from the first time through the second', async () => {
  // 02:30 in Berlin, once at 00:30 and again at 01:30 UTC.
  turnTo('2026-10-25T01:10:00Z');
  const fields = { quiet_hours_start: '02:30', quiet_hours_end: '08:00' };
  const id = await sending.campaign({ contacts: 1, zone: 'Europe/Berlin', fields });

  expect(await sendings(id)).toEqual(['2026-10-25T07:00 +14150000001']);
});

test('a schedule moved later while the campaign sleeps sends later, and moved earlier, earlier', async () => {
  const id = await sending.campaign({ contacts: 1, fields: { schedule_time: '2026-09-01T09:00:00Z' } });
  const ref = await triggerRun(sending, id);
  const move = async (schedule_time: string) => {
    await sending.call('messaging.campaigns.update', { campaign_id: id, schedule_time });
    return await carryRunOn(sending, ref);
  };

  const waits = [
    await carryRunOn(sending, ref),
    await move('2027-02-01T09:00:00Z'),
    await move('2026-03-11T09:00:00Z'),
  ];
  turnTo('2026-03-11T09:00:00Z');
  const end = await carryRunOn(sending, ref);

  expect(waits).toEqual(
    ['2026-09-01', '2027-02-01', '2026-03-11'].map((day) => ({ kind: 'wait', until: `${day}T09:00:00.000Z` })),
  );
  expect(end).toEqual({ kind: 'ended', status: 'completed' });
  expect(sentTo()).toEqual(['+14150000001']);
});

test('quiet hours that change while recipients wait are obeyed for those who wait', async () => {
  const fields = { quiet_hours_start: '08:00', quiet_hours_end: '20:00' };
  const id = await sending.campaign({ contacts: 1, fields });
  const ref = await triggerRun(sending, id);
  await carryRunOn(sending, ref);

  await sending.call('messaging.campaigns.pause', { campaign_id: id });
  await sending.call('messaging.campaigns.update', { campaign_id: id, quiet_hours_end: '09:00' });
  await sending.call('messaging.campaigns.resume', { campaign_id: id });

  expect(await carryRunOn(sending, ref)).toEqual({ kind: 'ended', status: 'completed' });
});

test('a campaign that has expired before its turn sends nothing and says so', async () => {
  const fields = { schedule_time: '2026-06-01T09:00:00Z', expires_at: '2026-06-01T10:00:00Z' };
  const id = await sending.campaign({ contacts: 2, fields });
  await settle(id);

  turnTo('2026-06-02T09:00:00Z');
  await carryRunOn(sending, { workspaceId: sending.workspaceId, campaignId: id, run: 1 });

  expect(sentTo()).toEqual([]);
  const { exclusions } = await sending.call('messaging.campaigns.summary', { campaign_id: id });
  expect(exclusions).toEqual({ campaign_expired: 2 });
});
