import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { run, select } from '../../database/sql.ts';
import { openTestDatabase } from '../../testing/database.ts';
import { openSending, type Sending } from '../../testing/messaging/sending.ts';
import { recordConsent } from '../contacts/consents.store.ts';
import { catchUpInbound } from './inbound-catch-up.service.ts';
import { receiveMessage } from './inbound-receive.service.ts';

let sending: Sending;
const shared = openTestDatabase();
const person = '+14150000001';

beforeEach(async () => {
  const db = await shared;
  sending = await openSending(async () => ({ ...db, [Symbol.asyncDispose]: async () => undefined }));
  // One sender only is looked for: those of other tests have carriers of their own.
  await db.asSystem('test', (tx) =>
    run(tx, sql`delete from messaging_senders where workspace_id <> ${sending.workspaceId}`),
  );
  await sending.campaign({ contacts: 2 });
});
afterAll(async () => (await shared)[Symbol.asyncDispose]());

const catchUp = (restMs = 0) =>
  catchUpInbound({ ...sending.deps, asSystem: sending.db.asSystem, wake: () => undefined }, restMs);

/** The carrier takes a message, and no webhook of it arrives. */
function missed(body: string, sid = `SM${sending.carrier.kept.length}`): void {
  const receivedAt = new Date(Math.floor(sending.deps.now().getTime() / 1000) * 1000);
  sending.carrier.kept.push({ sid, from: person, to: sending.phone, body, receivedAt });
  sending.turnClock(5000);
}

/** A message whose webhook arrives. */
async function heard(body: string, sid: string): Promise<void> {
  const { newId, now, hashPhone } = sending.deps;
  const received = { sid, from: person, to: sending.phone, body, optOutType: null };
  await sending.inWorkspace((db) =>
    receiveMessage(
      {
        ...{ db, newId, now, caller: { workspaceId: sending.workspaceId } },
        ...{ emit: async () => undefined, signalWorkflow: async () => undefined },
      },
      received,
      hashPhone,
    ),
  );
  sending.turnClock(5000);
}

const state = async () => {
  const [row] = await sending.inWorkspace((tx) =>
    select<{ consent_state: string }>(
      tx,
      sql`select consent_state from messaging_contacts where phone_e164 = ${person}`,
    ),
  );
  return row?.consent_state;
};

test('a STOP whose webhook found nobody is learned from the carrier’s list, once', async () => {
  missed('STOP');

  expect(await catchUp()).toBe(1);
  expect(await catchUp()).toBe(0);

  expect(await state()).toBe('STOP');
  const { items } = await sending.call('messaging.inbound.list', {});
  expect(items).toMatchObject([{ keyword: 'stop', received_at: '2026-03-10T12:00:00.000Z' }]);
});

test('a message with a character that no text can hold is taken without it, and holds up nobody', async () => {
  missed('ST\u0000OP');

  expect(await catchUp()).toBe(1);

  expect(await state()).toBe('STOP');
});

test('a message that a webhook brought is not taken again', async () => {
  await heard('STOP', 'SM0');
  missed('STOP', 'SM0');

  expect(await catchUp()).toBe(0);
});

test('words that are learned late count in the order they were said', async () => {
  missed('STOP');
  missed('START');
  await catchUp();
  expect(await state()).toBe('OPT_IN');

  missed('STOP');
  await heard('START', 'SMlive');
  await catchUp();

  expect(await state()).toBe('OPT_IN');
});

test('a late STOP counts even when somebody recorded consent meanwhile', async () => {
  missed('STOP');
  const { newId, now, hashPhone } = sending.deps;
  await sending.inWorkspace((db) =>
    recordConsent(db, {
      ...{ id: newId(), workspaceId: sending.workspaceId, contactId: null, phoneHmac: hashPhone(person) },
      ...{ state: 'OPT_IN', source: 'import', evidence: {}, at: now().toISOString() },
    }),
  );

  await catchUp();

  expect(await state()).toBe('STOP');
});

test('each message that is learned of is heard of by whoever waits', async () => {
  missed('Hello');
  missed('STOP');
  let heard = 0;
  const deps = { ...sending.deps, asSystem: sending.db.asSystem, wake: () => undefined };

  await catchUpInbound({ ...deps, onLearned: () => void (heard += 1) }, 0);

  expect([heard, await state()]).toEqual([2, 'STOP']);
});

test('a carrier that does not answer is asked again from where it was', async () => {
  missed('STOP');
  const { inbound } = sending.carrier;
  const away = {
    ...sending.carrier,
    // oxlint-disable-next-line require-yield -- it fails before it has any
    async *inbound(): AsyncGenerator<never> {
      throw new Error('no answer');
    },
  };
  const deps = { ...sending.deps, asSystem: sending.db.asSystem, wake: () => undefined, carrierFor: () => away };

  expect(await catchUpInbound(deps, 0)).toBe(0);
  sending.turnClock(3 * 24 * 3_600_000);
  expect(await catchUpInbound({ ...deps, carrierFor: () => ({ ...away, inbound }) }, 0)).toBe(1);

  expect(await state()).toBe('STOP');
});

test('of several processes one looks, and a simulator is not asked where none is permitted', async () => {
  await catchUp();
  missed('STOP');

  expect(await catchUp(60_000)).toBe(0);
  const forbidden = {
    ...sending.deps,
    asSystem: sending.db.asSystem,
    wake: () => undefined,
    simulatorPermitted: false,
  };
  expect(await catchUpInbound(forbidden, 0)).toBe(0);

  expect(await state()).toBe('OPT_IN');
});
