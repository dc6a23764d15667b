import type { ConsentState } from '@marquee/rules/messaging/consent/consent';
import { readAttribute } from '@marquee/rules/messaging/segments/attribute-values';
import { and, desc, eq, getTableColumns, inArray, lt, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { run, select, selectOne } from '../../database/sql.ts';
import type { PageQuery } from '../../kernel/paging/page.ts';
import { foundIds } from './contact-search.store.ts';
import { contactAttributesTable, contactsTable, type Attributes } from './contacts.tables.ts';

const { workspace_id: _workspace, ...columns } = getTableColumns(contactsTable);

/** A contact as stored, which is as it is answered. */
export type ContactRow = Omit<typeof contactsTable.$inferSelect, 'workspace_id'>;

/** The contact with a number, if there is one. */
export async function contactByPhone(db: Db, workspaceId: string, phoneE164: string): Promise<ContactRow | undefined> {
  return (await db.select(columns).from(contactsTable).where(withPhone(workspaceId, phoneE164)))[0];
}

/** The first of some numbers that a contact has; undefined when none has any. */
export async function firstKnownPhone(
  db: Db,
  workspaceId: string,
  phones: readonly string[],
): Promise<string | undefined> {
  const rows = await select<{ phone_e164: string }>(
    db,
    sql`select phone_e164 from messaging_contacts where workspace_id = ${workspaceId} and phone_e164 in ${phones}`,
  );
  return phones.find((phone) => rows.some(({ phone_e164 }) => phone_e164 === phone));
}

/** The contact with an id, if there is one. */
export async function contactById(db: Db, workspaceId: string, id: string): Promise<ContactRow | undefined> {
  return (await db.select(columns).from(contactsTable).where(withId(workspaceId, id)))[0];
}

/** The contact with an integer of its own, if there is one. */
export async function contactByNumber(db: Db, workspaceId: string, number: number): Promise<ContactRow | undefined> {
  const isIt = and(eq(contactsTable.workspace_id, workspaceId), eq(contactsTable.number, number));
  return (await db.select(columns).from(contactsTable).where(isIt))[0];
}

/** The same as `contactByPhone`, locked until the transaction ends: the lock that changes of consent and sends share. */
export async function lockContact(db: Db, workspaceId: string, phoneE164: string): Promise<ContactRow | undefined> {
  return (await db.select(columns).from(contactsTable).where(withPhone(workspaceId, phoneE164)).for('update'))[0];
}

/**
 * The same for whoever is about to stop a number: where it is nobody's yet, waits for the transactions that are adding contacts,
 * so that none of them brings it in beside the stop.
 */
export async function lockNumber(db: Db, workspaceId: string, phoneE164: string): Promise<ContactRow | undefined> {
  const contact = await lockContact(db, workspaceId, phoneE164);
  if (contact !== undefined) return contact;
  await run(db, sql`select pg_advisory_xact_lock(${newContactsLock(workspaceId)})`);
  return await lockContact(db, workspaceId, phoneE164);
}

/** Lets this transaction add contacts, together with others that do; asked before the suppression list is read. */
export async function enterNewContacts(db: Db, workspaceId: string): Promise<void> {
  await run(db, sql`select pg_advisory_xact_lock_shared(${newContactsLock(workspaceId)})`);
}

function newContactsLock(workspaceId: string): SQL {
  return sql`hashtextextended(${`new contacts of ${workspaceId}`}, 0)`;
}

/** What a list of contacts may be narrowed to. */
export interface ContactFilters {
  readonly consent_state?: ConsentState | undefined;
  readonly phone_prefix?: string | undefined;
  readonly search?: string | undefined;
}

type Page = PageQuery<ContactFilters>;

/** One page of contacts, newest first, after the id `after`. */
export async function contactsPage(db: Db, workspaceId: string, page: Page): Promise<ContactRow[]> {
  const after = page.after === undefined ? undefined : lt(contactsTable.id, page.after);
  const isMeant =
    page.filters.search === undefined
      ? and(matching(workspaceId, page.filters), after)
      : inArray(contactsTable.id, await idsOfPage(db, workspaceId, page));
  return await db
    .select(columns)
    .from(contactsTable)
    .where(and(eq(contactsTable.workspace_id, workspaceId), isMeant))
    .orderBy(desc(contactsTable.id))
    .limit(page.limit);
}

async function idsOfPage(db: Db, workspaceId: string, { filters, after, limit }: Page): Promise<string[]> {
  const rows = await select<{ id: string }>(
    db,
    sql`${await searched(db, workspaceId, filters)} ${after === undefined ? sql`` : sql`where id < ${after}`} order by id desc limit ${limit}`,
  );
  return rows.map(({ id }) => id);
}

/** How many contacts match. */
export async function countContacts(db: Db, workspaceId: string, filters: ContactFilters): Promise<number> {
  const all =
    filters.search === undefined
      ? sql`select 1 from ${contactsTable} where ${matching(workspaceId, filters)}`
      : await searched(db, workspaceId, filters);
  const found = await selectOne<{ n: number }>(db, sql`select count(*)::int as n from (${all}) matching`);
  return found?.n ?? 0;
}

/** A contact about to be added. */
export type NewContact = Omit<ContactRow, 'number'>;

/** Adds a contact with its attributes, and answers its integer; null when the phone number exists already. */
export async function insertContact(db: Db, workspaceId: string, contact: NewContact): Promise<number | null> {
  const made = await db
    .insert(contactsTable)
    .values({ workspace_id: workspaceId, ...contact })
    .onConflictDoNothing({ target: [contactsTable.workspace_id, contactsTable.phone_e164] })
    .returning({ number: contactsTable.number });
  const [row] = made;
  if (row === undefined) return null;
  await insertAttributes(db, workspaceId, contact);
  return row.number;
}

/** What can change about a contact besides consent. */
export interface ContactChange {
  readonly attributes: Attributes;
  readonly time_zone: string | null;
  readonly updated_at: string;
}

/** Replaces a contact's attributes and zone. */
export async function updateContact(
  db: Db,
  workspaceId: string,
  change: ContactChange & { readonly id: string },
): Promise<void> {
  await db.update(contactsTable).set(change).where(withId(workspaceId, change.id));
  await deleteAttributes(db, workspaceId, change.id);
  await insertAttributes(db, workspaceId, change);
}

/** Forgets a contact. The ledger and the suppression list are kept elsewhere and stay. */
export async function deleteContact(db: Db, workspaceId: string, id: string): Promise<void> {
  await deleteAttributes(db, workspaceId, id);
  await db.delete(contactsTable).where(withId(workspaceId, id));
}

/** Notes when a contact last wrote; an older instant changes nothing. */
export async function noteMessageReceived(
  db: Db,
  workspaceId: string,
  message: { readonly contactId: string; readonly at: string },
): Promise<void> {
  await run(
    db,
    sql`update messaging_contacts set last_message_received = greatest(last_message_received, ${message.at}::timestamptz)
        where workspace_id = ${workspaceId} and id = ${message.contactId}`,
  );
}

function withPhone(workspaceId: string, phoneE164: string): SQL | undefined {
  return and(eq(contactsTable.workspace_id, workspaceId), eq(contactsTable.phone_e164, phoneE164));
}

function withId(workspaceId: string, id: string): SQL | undefined {
  return and(eq(contactsTable.workspace_id, workspaceId), eq(contactsTable.id, id));
}

function matching(workspaceId: string, { consent_state, phone_prefix }: ContactFilters): SQL | undefined {
  return and(
    eq(contactsTable.workspace_id, workspaceId),
    consent_state === undefined ? undefined : eq(contactsTable.consent_state, consent_state),
    // Digits sort below `:`, and unlike `like` a range may use the index under row-level security.
    phone_prefix === undefined
      ? undefined
      : sql`${contactsTable.phone_e164} >= ${phone_prefix} and ${contactsTable.phone_e164} < ${`${phone_prefix}:`}`,
  );
}

/** The ids that a search finds, of those contacts that match otherwise; each is looked at by its key, however many the planner expects. */
async function searched(db: Db, workspaceId: string, { search = '', ...others }: ContactFilters): Promise<SQL> {
  const found = await foundIds(db, workspaceId, search);
  if (Object.values(others).every((value) => value === undefined)) return sql`select id from (${found}) found`;
  return sql`select found.id from (${found}) found cross join lateral (
    select from ${contactsTable} where ${matching(workspaceId, others)} and ${contactsTable.id} = found.id offset 0) contact`;
}

async function insertAttributes(
  db: Db,
  workspaceId: string,
  contact: { readonly id: string; readonly attributes: Attributes },
): Promise<void> {
  const rows = Object.entries(contact.attributes).map(([name, value]) => {
    const read = readAttribute(value);
    return {
      workspace_id: workspaceId,
      contact_id: contact.id,
      name,
      text_value: read.text,
      number_value: read.number,
      boolean_value: read.boolean,
      instant_value: read.instant,
    };
  });
  if (rows.length > 0) await db.insert(contactAttributesTable).values(rows);
}

async function deleteAttributes(db: Db, workspaceId: string, contactId: string): Promise<void> {
  await db
    .delete(contactAttributesTable)
    .where(and(eq(contactAttributesTable.workspace_id, workspaceId), eq(contactAttributesTable.contact_id, contactId)));
}
