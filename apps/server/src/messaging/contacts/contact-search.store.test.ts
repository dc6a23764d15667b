import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { hasPostgres, openTestPostgres } from '../../testing/postgres.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';
import { newId } from '../../lib/ids.ts';
import { contactsPage, countContacts, deleteContact, insertContact, updateContact } from './contacts.store.ts';
import type { ContactFilters } from './contacts.store.ts';
import type { Attributes } from './contacts.tables.ts';

const databases = [
  { on: 'PGlite', open: openTestDatabase, isMissing: false },
  { on: 'Postgres', open: openTestPostgres, isMissing: !hasPostgres() },
];

const at = '2026-03-15T07:00:00.000Z';
const people: Readonly<Record<string, Attributes>> = {
  '+4915112345678': { name: 'Ada Lovelace', city: 'London', order: 12_045 },
  '+4915112345679': { first_name: 'Grace', last_name: 'McDonald', city: 'New York' },
  '+14155550100': { name: 'Émile Ángel', note: 'met at the fair in 2024, likes ada' },
  '+14155550101': { name: 'ADA BYRON', city: 'Nottingham', code: '100%_off\\' },
  '+33155550100': {},
};

describe.each(databases)('a search for contacts on $on', ({ open, isMissing }) => {
  let db: TestDatabase;
  let workspaceId: string;
  const ids = new Map<string, string>();
  beforeAll(async () => {
    if (isMissing) return;
    db = await open();
    workspaceId = await insertWorkspace(db);
    const elsewhere = await insertWorkspace(db);
    for (const [phone, attributes] of Object.entries(people)) await add(workspaceId, phone, attributes);
    await add(elsewhere, '+4915112345678', { name: 'Ada Elsewhere' });
  });
  afterAll(() => db?.[Symbol.asyncDispose]());

  async function add(workspace: string, phone_e164: string, attributes: Attributes): Promise<void> {
    const id = newId();
    if (workspace === workspaceId) ids.set(phone_e164, id);
    const contact = { id, phone_e164, attributes, consent_state: 'OPT_OUT', consent_updated_at: at } as const;
    const rest = { time_zone: null, created_at: at, updated_at: at, last_message_received: null };
    await db.asWorkspace(workspace, (tx) => insertContact(tx, workspace, { ...contact, ...rest }));
  }

  async function found(filters: ContactFilters, page: { limit: number; after?: string } = { limit: 50 }) {
    const rows = await db.asWorkspace(workspaceId, (tx) =>
      contactsPage(tx, workspaceId, { filters, after: undefined, ...page }),
    );
    return rows.map(({ phone_e164 }) => phone_e164);
  }

  test.skipIf(isMissing).each([
    ['ada', ['+14155550101', '+14155550100', '+4915112345678']],
    ['Ada', ['+14155550101', '+14155550100', '+4915112345678']],
    ['lovelace', ['+4915112345678']],
    ['love ada', ['+4915112345678']],
    ['ada lovelace', ['+4915112345678']],
    ['ada london', ['+4915112345678']],
    ['grace mcdonald', []],
    ['grace McDonald', ['+4915112345679']],
    ['new york', ['+4915112345679']],
    ['émile', ['+14155550100']],
    ['ángel', ['+14155550100']],
    ['emile', []],
    ['ondon', []],
    ['1204', ['+4915112345678']],
    ['+49 (151) 123-456 78', ['+4915112345678']],
    ['ada 1204', ['+4915112345678']],
    ['+4915 ada', ['+4915112345678']],
    ['00', []],
    ['0049151', ['+4915112345679', '+4915112345678']],
    ['4915112345678', ['+4915112345678']],
    ['100%_off\\', ['+14155550101']],
    ['10%', []],
    ['elsewhere', []],
  ])('for %j finds %j', async (search, phones) => {
    expect(await found({ search })).toEqual(phones);
    const counted = await db.asWorkspace(workspaceId, (tx) => countContacts(tx, workspaceId, { search }));
    expect(counted).toBe(phones.length);
  });

  test.skipIf(isMissing)('goes on after a page, and holds to the other filters', async () => {
    const first = await found({ search: 'ada' }, { limit: 1 });
    const rest = await found({ search: 'ada' }, { limit: 5, after: ids.get(first[0] ?? '') ?? '' });

    expect([...first, ...rest]).toEqual(await found({ search: 'ada' }));
    expect(await found({ search: 'ada', phone_prefix: '+49' })).toEqual(['+4915112345678']);
    expect(await found({ search: 'ada', consent_state: 'OPT_IN' })).toEqual([]);
  });

  test.skipIf(isMissing)('follows what changes and forgets who is deleted', async () => {
    const phone = '+33155550100';
    const id = ids.get(phone) ?? '';
    const change = { id, attributes: { name: 'Sophie Germain' }, time_zone: null, updated_at: at };

    await db.asWorkspace(workspaceId, (tx) => updateContact(tx, workspaceId, change));
    expect(await found({ search: 'germain' })).toEqual([phone]);

    await db.asWorkspace(workspaceId, (tx) => deleteContact(tx, workspaceId, id));
    expect(await found({ search: 'germain' })).toEqual([]);
  });
});
