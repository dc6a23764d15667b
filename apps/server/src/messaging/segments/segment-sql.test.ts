import { filterDepthMax, type SegmentFilter } from '@marquee/rules/messaging/segments/segment-filter';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { select } from '../../database/sql.ts';
import { newId } from '../../lib/ids.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';
import { insertContact } from '../contacts/contacts.store.ts';
import type { Attributes } from '../contacts/contacts.tables.ts';
import { audienceSql } from './segment-sql.ts';
import { countAudience, sampleAudience } from './segments.store.ts';

let db: TestDatabase;
let workspaceId: string;
let other: string;
const now = new Date('2026-03-15T07:00:00.000Z');

beforeAll(async () => {
  db = await openTestDatabase();
  workspaceId = await insertWorkspace(db);
  other = await insertWorkspace(db);
  await add(workspaceId, {
    phone_e164: '+491',
    attributes: {
      city: 'Berlin',
      tier: 'premium',
      age: 30,
      vip: true,
      joined: '2026-03-10',
      paid: '2026-03-10',
      due: '2026-03-16',
    },
  });
  await add(workspaceId, {
    phone_e164: '+492',
    attributes: {
      ...{ city: 'berlin', tier: 'standard', age: '41', vip: 'false', joined: '2025-01-01T10:00:00+02:00' },
      ...{ paid: '2026-03-10T02:00:00+02:00', due: '2026-03-13T07:00:00Z' },
    },
  });
  await add(workspaceId, {
    phone_e164: '+493',
    attributes: { city: 'Köln 100%_x', age: 8, note: '', paid: '2026-03-11', due: '2026-03-13T07:00:00.001Z' },
    time_zone: 'Europe/Berlin',
    consent_state: 'OPT_IN',
  });
  await add(workspaceId, { phone_e164: '+494', attributes: {}, last_message_received: '2026-03-14T00:00:00.000Z' });
  await add(other, {
    phone_e164: '+499',
    attributes: { city: 'Berlin', tier: 'premium', age: 30, vip: true, joined: '2026-03-10' },
  });
});
afterAll(() => db[Symbol.asyncDispose]());

async function add(
  workspace: string,
  contact: {
    phone_e164: string;
    attributes: Attributes;
    time_zone?: string;
    consent_state?: 'OPT_IN';
    last_message_received?: string;
  },
) {
  const at = '2026-01-01T00:00:00.000Z';
  const row = {
    id: newId(),
    consent_state: 'OPT_OUT' as const,
    time_zone: null,
    last_message_received: null,
    ...contact,
  };
  await db.asWorkspace(workspace, (tx) =>
    insertContact(tx, workspace, { ...row, consent_updated_at: at, created_at: at, updated_at: at }),
  );
}

/** The last digits of the numbers that match, in order. */
async function matching(filter: SegmentFilter): Promise<string> {
  const rows = await db.asWorkspace(workspaceId, (tx) =>
    select<{ n: string }>(
      tx,
      sql`select right(phone_e164, 1) as n from messaging_contacts where id in (${audienceSql(filter, workspaceId, now)}) order by phone_e164`,
    ),
  );
  return rows.map(({ n }) => n).join('');
}

test.each<[string, unknown, string, string]>([
  ['city', 'Berlin', 'equals', '1'],
  ['city', 'Berlin', 'not_equals', '234'],
  ['city', 'bERLIN', 'starts_with', '12'],
  ['city', 'LIN', 'contains', '12'],
  ['city', '%_', 'contains', '3'],
  ['city', 'KÖL', 'starts_with', '3'],
  ['city', 'K%', 'starts_with', ''],
  ['city', ['Berlin', 'berlin'], 'in', '12'],
  ['city', ['Berlin', 'berlin'], 'not_in', '34'],
  ['city', undefined, 'exists', '123'],
  ['city', false, 'exists', '4'],
  ['age', 30, 'equals', '1'],
  ['age', '41', 'equals', '2'],
  ['age', 41, 'equals', '2'],
  ['age', 30, 'greater_than', '2'],
  ['age', 30, 'gte', '12'],
  ['age', 30, 'less_than', '3'],
  ['age', 30, 'lte', '13'],
  ['age', [8, 41], 'in', '23'],
  ['vip', true, 'equals', '1'],
  ['vip', false, 'equals', '2'],
  ['joined', '2026-01-01', 'after', '1'],
  ['joined', '2026-01-01', 'before', '2'],
  ['joined', '2025-01-01T08:00:00Z', 'gte', '12'],
  ['joined', 7, 'within_days', '1'],
  ['joined', 4, 'within_days', ''],
  ['phone_e164', '+49', 'starts_with', '1234'],
  ['phone_e164', '+492', 'equals', '2'],
  ['consent_state', 'OPT_IN', 'equals', '3'],
  ['consent_state', 'OPT_IN', 'not_equals', '124'],
  ['time_zone', 'Europe/Berlin', 'not_equals', '124'],
  ['time_zone', true, 'exists', '3'],
  ['created_at', '2026-01-01', 'equals', '1234'],
  ['created_at', '2026-01-01', 'after', ''],
  ['last_message_received', 2, 'within_days', '4'],
  ['last_message_received', false, 'exists', '123'],
  ['city', 5, 'greater_than', ''],
  // A day is its midnight in UTC, however it is written.
  ['paid', '2026-03-10', 'equals', '12'],
  ['paid', '2026-03-10T00:00:00Z', 'equals', '12'],
  ['paid', '2026-03-10', 'not_equals', '34'],
  ['paid', ['2026-03-10', '2026-03-11'], 'in', '123'],
  ['paid', ['2026-03-10T01:00:00+01:00'], 'not_in', '34'],
  ['paid', '2026-03-10', 'lte', '12'],
  ['paid', '2026-03-10', 'greater_than', '3'],
  ['paid', '2026-03-11', 'less_than', '12'],
  // The last N days begin after `now` minus N days and end with `now`.
  ['due', 2, 'within_days', '3'],
  ['due', 3, 'within_days', '23'],
  // Values are compared as what they are, and every value is text as well.
  ['age', '3', 'contains', '1'],
  ['vip', 'tr', 'starts_with', '1'],
  ['vip', [true, false], 'in', '12'],
  ['city', 5, 'equals', ''],
  ['city', true, 'equals', ''],
  ['city', '2026-01-01', 'before', ''],
  // Text that is empty is there.
  ['note', undefined, 'exists', '3'],
  ['note', '', 'equals', '3'],
  ['note', '', 'not_equals', '124'],
  // Who lacks the attribute meets no comparison, and every denial.
  ['age', 1000, 'lte', '123'],
  ['age', 1000, 'greater_than', ''],
  ['age', 30, 'not_equals', '234'],
  ['age', [8, 41], 'not_in', '14'],
  ['vip', true, 'not_equals', '234'],
  ['vip', [true], 'not_in', '234'],
  ['joined', '2030-01-01', 'before', '12'],
  ['joined', '2000-01-01', 'after', '12'],
  ['nobody_has_it', 'x', 'not_equals', '1234'],
  ['nobody_has_it', ['x'], 'not_in', '1234'],
  ['nobody_has_it', 'x', 'contains', ''],
  ['nobody_has_it', undefined, 'exists', ''],
  // A built-in field that is null is a missing attribute.
  ['time_zone', ['Europe/Berlin'], 'not_in', '124'],
  ['time_zone', 'Europe', 'starts_with', '3'],
  ['last_message_received', '2030-01-01', 'before', '4'],
  ['last_message_received', '2026-03-14', 'not_equals', '123'],
  ["'; drop table messaging_contacts; --", "' or 1=1 --", 'equals', ''],
])('%s %j %s matches %j', async (...[attribute, value, operator, expected]) => {
  const filter = { attribute, operator, ...(value === undefined ? {} : { value }) } as SegmentFilter; // the table states operators as text

  expect(await matching(filter)).toBe(expected);
});

test('AND and OR nest to the depth that is allowed', async () => {
  let filter: SegmentFilter = { attribute: 'tier', operator: 'equals', value: 'premium' };
  for (let depth = 1; depth < filterDepthMax; depth += 1) {
    filter = {
      operator: depth % 2 === 0 ? 'AND' : 'OR',
      conditions: [filter, { attribute: 'age', operator: 'gte', value: depth % 2 === 0 ? 0 : 1000 }],
    };
  }

  expect(await matching(filter)).toBe('1');
});

test('the document’s own filter matches within the workspace only, counted and sampled', async () => {
  const filter: SegmentFilter = {
    operator: 'OR',
    conditions: [
      { attribute: 'tier', operator: 'equals', value: 'premium' },
      { attribute: 'consent_state', operator: 'equals', value: 'OPT_IN' },
    ],
  };
  const audience = { workspaceId, filter, now };

  expect(await db.asWorkspace(workspaceId, (tx) => countAudience(tx, audience))).toEqual({ matching: 2, optedIn: 1 });
  expect(await db.asWorkspace(workspaceId, (tx) => sampleAudience(tx, audience, 1))).toEqual(['+493']);
});
