import type { ConsentState } from '@marquee/rules/messaging/consent/consent';
import { readAttribute } from '@marquee/rules/messaging/segments/attribute-values';
import { sql } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { copyRows, run, selectOne } from '../../database/sql.ts';
import { enterNewContacts } from '../contacts/contacts.store.ts';
import type { RowFault } from './contact-import-rows.ts';

/** One contact of a chunk; a number occurs once in a chunk. */
export interface StagedContact {
  readonly row: number;
  /** Its id, should it be new. */
  readonly id: string;
  readonly consentId: string;
  readonly phone_e164: string;
  readonly phoneHmac: string;
  readonly consent_state: ConsentState | null;
  readonly time_zone: string | null;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** A row left out, and why. */
export interface StagedFault extends RowFault {
  readonly row: number;
}

/** Rows to merge in one transaction. */
export interface Chunk {
  readonly workspaceId: string;
  readonly importId: string;
  readonly at: string;
  readonly contacts: readonly StagedContact[];
  readonly faults: readonly StagedFault[];
  /** What the ledger says of each row, beside its number. */
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** What became of a chunk's contacts. */
export interface MergedChunk {
  readonly created: number;
  readonly updated: number;
  readonly suppressed: number;
}

/**
 * Merges a chunk of contacts: staged by COPY, then one statement a table. Existing rows are locked, so that a STOP that arrives
 * meanwhile waits and wins. Fails on a unique constraint when another transaction adds one of the numbers at the same time; the
 * chunk can then be merged again.
 */
export async function mergeChunk(db: Db, chunk: Chunk): Promise<MergedChunk> {
  await stage(db, chunk);
  await enterNewContacts(db, chunk.workspaceId);
  await meetExisting(db, chunk);
  const counts = await selectOne<MergedChunk>(
    db,
    sql`select (count(*) filter (where old_state is null))::int as created, (count(*) filter (where old_state is not null))::int as updated,
          (count(*) filter (where asked = 'OPT_IN' and new_state <> 'OPT_IN'))::int as suppressed from import_contacts`,
  );
  const merged = counts ?? { created: 0, updated: 0, suppressed: 0 };
  await writeContacts(db, chunk, merged);
  await writeConsents(db, chunk);
  await run(db, sql`drop table import_contacts, import_attributes`);
  await writeFaults(db, chunk);
  return merged;
}

/**
 * `new_state` is `decideConsent` for imports, a set at a time: STOP stands, whether the contact or the suppression list says it;
 * a deleted number is not opted in again; a row that states nothing changes nothing. The test compares the two.
 */
async function stage(db: Db, { contacts }: Chunk): Promise<void> {
  await run(
    db,
    sql`create temp table import_contacts (
          row_number int, id uuid, consent_id uuid, phone text collate "C", hmac text collate "C", asked text, time_zone text, attributes jsonb,
          old_state text, stopped boolean not null default false, deleted boolean not null default false,
          new_state text generated always as (case
            when old_state = 'STOP' or stopped then 'STOP'
            when asked is null or (asked = 'OPT_IN' and deleted) then coalesce(old_state, 'OPT_OUT')
            else asked end) stored
        ) on commit drop`,
  );
  await run(
    db,
    sql`create temp table import_attributes (row_number int, name text collate "C", text_value text collate "C", number_value double precision,
          boolean_value boolean, instant_value timestamptz) on commit drop`,
  );
  await copyRows(
    db,
    'import_contacts(row_number, id, consent_id, phone, hmac, asked, time_zone, attributes)',
    contacts.map((each) => [
      ...[each.row, each.id, each.consentId, each.phone_e164, each.phoneHmac],
      ...[each.consent_state, each.time_zone, JSON.stringify(each.attributes)],
    ]),
  );
  await copyRows(
    db,
    'import_attributes(row_number, name, text_value, number_value, boolean_value, instant_value)',
    contacts.flatMap((each) =>
      Object.entries(each.attributes).map(([name, value]) => {
        const { text, number, boolean, instant } = readAttribute(value);
        return [each.row, name, text, number, boolean, instant];
      }),
    ),
  );
}

/** Notes who exists already, locked in one order for every import, and who is suppressed. */
async function meetExisting(db: Db, { workspaceId }: Chunk): Promise<void> {
  await run(
    db,
    sql`update import_contacts s set id = c.id, old_state = c.consent_state
        from (select id, phone_e164, consent_state from messaging_contacts
              where workspace_id = ${workspaceId} and phone_e164 in (select phone from import_contacts)
              order by phone_e164 for update) c
        where c.phone_e164 = s.phone`,
  );
  await run(
    db,
    sql`update import_contacts s set stopped = x.stopped, deleted = x.deleted
        from (select phone_hmac, bool_or(source <> 'deletion') as stopped, bool_or(source = 'deletion') as deleted
              from messaging_suppressions where workspace_id = ${workspaceId} and phone_hmac in (select hmac from import_contacts)
              group by phone_hmac) x
        where x.phone_hmac = s.hmac`,
  );
}

async function writeContacts(db: Db, { workspaceId, at }: Chunk, { updated }: MergedChunk): Promise<void> {
  await run(
    db,
    sql`insert into messaging_contacts (workspace_id, id, phone_e164, consent_state, consent_id, consent_updated_at, attributes, time_zone, created_at, updated_at)
        select ${workspaceId}::uuid, id, phone, new_state, consent_id, ${at}::timestamptz, attributes, time_zone, ${at}::timestamptz, ${at}::timestamptz
        from import_contacts where old_state is null`,
  );
  if (updated > 0) {
    await run(
      db,
      sql`update messaging_contacts c set attributes = c.attributes || s.attributes, time_zone = coalesce(s.time_zone, c.time_zone),
            consent_state = s.new_state, consent_id = case when s.new_state = c.consent_state then c.consent_id else s.consent_id end, updated_at = ${at},
            consent_updated_at = case when s.new_state = c.consent_state then c.consent_updated_at else ${at}::timestamptz end
          from import_contacts s where c.workspace_id = ${workspaceId} and c.id = s.id and s.old_state is not null`,
    );
  }
  // Plain inserts while nobody exists: ON CONFLICT costs a third more.
  const replacing = sql`on conflict (contact_id, name) do update set text_value = excluded.text_value,
    number_value = excluded.number_value, boolean_value = excluded.boolean_value, instant_value = excluded.instant_value`;
  await run(
    db,
    sql`insert into messaging_contact_attributes (workspace_id, contact_id, name, text_value, number_value, boolean_value, instant_value)
        select ${workspaceId}::uuid, s.id, a.name, a.text_value, a.number_value, a.boolean_value, a.instant_value
        from import_attributes a join import_contacts s using (row_number) ${updated > 0 ? replacing : sql``}`,
  );
}

async function writeConsents(db: Db, { workspaceId, at, evidence }: Chunk): Promise<void> {
  await run(
    db,
    sql`insert into messaging_consents (workspace_id, id, contact_id, phone_hmac, state, source, evidence, at)
        select ${workspaceId}::uuid, consent_id, id, hmac, new_state, 'import', ${JSON.stringify(evidence)}::jsonb || jsonb_build_object('row', row_number), ${at}::timestamptz
        from import_contacts where new_state is distinct from old_state`,
  );
  await run(
    db,
    sql`insert into messaging_suppressions (workspace_id, id, phone_hmac, source, reason, at)
        select ${workspaceId}::uuid, consent_id, hmac, 'operator', 'stated by an import', ${at}::timestamptz
        from import_contacts where new_state = 'STOP' and old_state is distinct from 'STOP' and not stopped on conflict do nothing`,
  );
}

async function writeFaults(db: Db, { workspaceId, importId, faults }: Chunk): Promise<void> {
  if (faults.length === 0) return;
  await run(
    db,
    sql`create temp table import_faults (row_number int, position int, field text, reason text) on commit drop`,
  );
  await copyRows(
    db,
    'import_faults(row_number, position, field, reason)',
    faults.map((each, index) => [each.row, index, each.field, each.reason]),
  );
  await run(
    db,
    sql`insert into messaging_contact_import_errors (workspace_id, import_id, row_number, position, field, reason)
        select ${workspaceId}::uuid, ${importId}::uuid, row_number, position, field, reason from import_faults`,
  );
  await run(db, sql`drop table import_faults`);
}
