import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { select } from '../../database/sql.ts';
import { openTestDatabase } from '../../testing/database.ts';
import { carryRunOn, triggerRun } from '../../testing/messaging/campaign-runs.ts';
import { writeToSender } from '../../testing/messaging/inbound.ts';
import { openSending, type Sending } from '../../testing/messaging/sending.ts';

const shared = openTestDatabase();
let sending: Sending;
const phone = '+14150000001';
const hourMs = 3_600_000;

beforeEach(async () => {
  const db = await shared;
  sending = await openSending(async () => ({ ...db, [Symbol.asyncDispose]: async () => undefined }));
});
afterAll(async () => (await shared)[Symbol.asyncDispose]());

interface Review {
  readonly id: string;
  readonly status: string;
  readonly waiting_messages: number;
}

async function reviews(status?: string): Promise<readonly Review[]> {
  const { items } = await sending.call('messaging.optOutReviews.list', status === undefined ? {} : { status });
  return items as Review[]; // as the contract says
}

async function openOne(): Promise<Review> {
  const [review] = await reviews('open');
  if (review === undefined) throw new Error('no review is open');
  return review;
}

const resolve = (reviewId: string, decision: string) =>
  sending.call('messaging.optOutReviews.resolve', { review_id: reviewId, decision, note: 'read it twice' });
const write = (body: string) => writeToSender(sending, { from: phone, body });

async function ledger(): Promise<readonly Record<string, unknown>[]> {
  const { items } = await sending.call('messaging.contacts.consents', { phone_e164: phone });
  return items as Record<string, unknown>[]; // as the contract says
}

async function eventNames(): Promise<readonly string[]> {
  const rows = await sending.inWorkspace((tx) => select<{ name: string }>(tx, sql`select name from outbox_events`));
  return rows.map(({ name }) => name);
}

test('an answer that may mean stop holds what is planned, and a release lets it go', async () => {
  const id = await sending.campaign({ contacts: 2 });
  await write('please no more of these');
  const ref = await triggerRun(sending, id);

  const waiting = await carryRunOn(sending, ref);
  const held = await openOne();
  const resolved = await resolve(held.id, 'release');
  const end = await carryRunOn(sending, ref);

  expect(waiting).toEqual({ kind: 'wait', until: '2026-03-13T12:00:00.000Z' });
  expect(held).toMatchObject({ status: 'open', waiting_messages: 1, body: 'please no more of these' });
  expect(resolved).toMatchObject({
    status: 'released',
    messages_released: 1,
    messages_excluded: 0,
    waiting_messages: 0,
  });
  expect(end).toEqual({ kind: 'ended', status: 'completed' });
  expect(sending.carrier.sent.map(({ to }) => to)).toContain(phone);
  expect((await ledger())[0]).toMatchObject({ state: 'OPT_IN', source: 'operator', evidence: { decision: 'release' } });
  expect(await eventNames()).toEqual(
    expect.arrayContaining(['messaging.optOutReviews.opened', 'messaging.optOutReviews.resolved']),
  );
});

test('a stop is written to the ledger with who judged it, and what waited is left out', async () => {
  const id = await sending.campaign({ contacts: 2 });
  await write('stop it please');
  await write('I said leave me alone');
  const ref = await triggerRun(sending, id);
  await carryRunOn(sending, ref);

  const resolved = await resolve((await openOne()).id, 'stop');
  const end = await carryRunOn(sending, ref);

  expect(resolved).toMatchObject({ status: 'stopped', messages_excluded: 1 });
  expect(end).toEqual({ kind: 'ended', status: 'completed' });
  expect(await reviews('open')).toEqual([]);
  expect(sending.carrier.sent.map(({ to }) => to)).not.toContain(phone);
  const [entry] = await ledger();
  expect(entry).toMatchObject({ state: 'STOP', source: 'operator', evidence: { note: 'read it twice' } });
  const messages = await sending.call('messaging.messages.list', { status: 'excluded' });
  const [message] = messages['items'] as { id: string; reason: string }[]; // as the contract says
  expect(message?.reason).toBe('stopped');
  const detail = await sending.call('messaging.messages.get', { message_id: message?.id });
  expect(detail['consent']).toEqual(entry);
});

test('a release of one answer does not let go whom another one holds', async () => {
  await sending.campaign({ contacts: 1 });
  await write('stop it please');
  await write('wrong number');
  const [second, first] = await reviews('open');

  await resolve(first?.id ?? '', 'release');
  const held = await sending.inWorkspace((tx) =>
    select(tx, sql`select review_opened_at is not null as held from messaging_contacts`),
  );

  expect(held).toEqual([{ held: true }]);
  expect(await reviews('open')).toMatchObject([{ id: second?.id }]);
});

test('a hold that nobody resolves ends after 72 hours, and leaves the message out', async () => {
  const id = await sending.campaign({ contacts: 1 });
  await write('not interested');
  const ref = await triggerRun(sending, id);
  await carryRunOn(sending, ref);

  sending.turnClock(72 * hourMs);
  const end = await carryRunOn(sending, ref);

  expect(end).toEqual({ kind: 'ended', status: 'completed' });
  const summary = await sending.call('messaging.campaigns.summary', { campaign_id: id });
  expect(summary['exclusions']).toEqual({ opt_out_review: 1 });
});

test('the contact’s own keyword settles what was unclear', async () => {
  await sending.campaign({ contacts: 1 });
  await write('take me off');

  await write('STOP');

  expect(await reviews()).toMatchObject([{ status: 'stopped', resolved_by: 'keyword' }]);
  expect((await ledger())[0]).toMatchObject({ state: 'STOP', source: 'keyword' });
});

test('a review is judged once: the same judgement again changes nothing, another is refused', async () => {
  await sending.campaign({ contacts: 1 });
  await write('stop it please');
  const { id } = await openOne();
  await resolve(id, 'release');
  const entries = (await ledger()).length;

  expect(await resolve(id, 'release')).toMatchObject({ status: 'released', messages_released: 0 });
  await expect(resolve(id, 'stop')).rejects.toMatchObject({ code: 'conflict' });
  expect((await ledger()).length).toBe(entries);
});
