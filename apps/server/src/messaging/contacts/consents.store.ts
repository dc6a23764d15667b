import type { ConsentEntry, ConsentSource, ConsentState } from '@marquee/rules/messaging/consent/consent';
import { sql } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { run, select, selectOne } from '../../database/sql.ts';
import {
  liftSuppression,
  suppress,
  suppressionSourcesOf,
  type SuppressionSource,
} from '../suppressions/suppressions.store.ts';

/** One entry of the ledger about to be written. */
export interface NewConsent {
  readonly id: string;
  readonly workspaceId: string;
  /** Null for a number that is no contact. */
  readonly contactId: string | null;
  readonly phoneHmac: string;
  readonly state: ConsentState;
  readonly source: ConsentSource;
  readonly evidence: Readonly<Record<string, unknown>>;
  /** What the suppression list says of a STOP. */
  readonly reason?: string;
  readonly at: string;
}

/** One entry of the ledger as it is answered. */
export interface ConsentRow {
  readonly id: string;
  readonly state: ConsentState;
  readonly source: ConsentSource | 'deletion';
  readonly evidence: Record<string, unknown>;
  readonly at: string;
}

/**
 * Writes a change of consent that `decideConsent` has allowed: the ledger, the contact's state and the suppression list, which
 * together say one thing. The caller holds the contact's lock (`lockContact`).
 */
export async function recordConsent(db: Db, consent: NewConsent): Promise<void> {
  const { workspaceId, contactId, phoneHmac, state, source, at } = consent;
  await appendConsent(db, consent);
  await run(
    db,
    sql`update messaging_contacts set consent_state = ${state}, consent_id = ${consent.id}, consent_updated_at = ${at}, updated_at = ${at}
        where workspace_id = ${workspaceId} and id = ${contactId}`,
  );
  switch (state) {
    case 'STOP':
      return await suppress(db, {
        id: consent.id,
        workspaceId,
        phoneHmac,
        source: suppressionSource(source),
        reason: consent.reason ?? 'asked to stop',
        evidence: consent.evidence,
        at,
      });
    case 'OPT_IN':
      // START takes back the person's own STOP only; evidence takes back every hold.
      return await liftSuppression(db, {
        workspaceId,
        phoneHmac,
        ...(source === 'keyword' ? { source: 'keyword' } : {}),
      });
    case 'OPT_OUT':
      return;
  }
}

/** Writes an entry that changes no consent, such as a judgement that nothing was withdrawn: the entry in force stays so. */
export async function noteInLedger(db: Db, consent: NewConsent): Promise<void> {
  await appendConsent(db, consent);
}

/** Notes in the ledger and the suppression list that a contact is deleted. */
export async function recordDeletion(db: Db, consent: Omit<NewConsent, 'source'>): Promise<void> {
  const { workspaceId, phoneHmac, at } = consent;
  await appendConsent(db, { ...consent, source: 'deletion' });
  const { id, evidence } = consent;
  await suppress(db, { id, workspaceId, phoneHmac, source: 'deletion', reason: 'contact deleted', evidence, at });
}

/** A number whose consent someone wants to change. */
export interface ConsentQuestion {
  readonly workspaceId: string;
  readonly phoneHmac: string;
  /** The state of its contact; absent when there is none. */
  readonly contactState?: ConsentState;
  /** The state wanted. */
  readonly asked: ConsentState;
}

/**
 * What stands about a number, for `decideConsent`: the strongest hold on the suppression list, else its contact's state. A
 * deleted number counts as stopped by an operator when someone wants to opt it in again.
 */
export async function standingConsent(db: Db, question: ConsentQuestion): Promise<ConsentEntry | null> {
  const { workspaceId, phoneHmac, contactState, asked } = question;
  const latest = await latestConsent(db, workspaceId, phoneHmac);
  const holds = await suppressionSourcesOf(db, workspaceId, phoneHmac);
  const evidence = givenIn(latest?.evidence);
  // START may lift a keyword's hold only when no stronger one stands.
  const stop = (['operator', 'provider', 'keyword'] as const).find((source) => holds.includes(source));
  if (stop !== undefined) return { state: 'STOP', source: stop, evidence };
  if (holds.length > 0 && asked === 'OPT_IN') return { state: 'STOP', source: 'operator', evidence };
  return contactState === undefined ? null : { state: contactState, source: 'api', evidence };
}

/** The newest entry about a number. */
export async function latestConsent(db: Db, workspaceId: string, phoneHmac: string): Promise<ConsentRow | undefined> {
  return await selectOne<ConsentRow>(
    db,
    sql`select id, state, source, evidence, at from messaging_consents
        where workspace_id = ${workspaceId} and phone_hmac = ${phoneHmac} order by id desc limit 1`,
  );
}

/** One entry of a number's ledger. */
export async function consentById(
  db: Db,
  workspaceId: string,
  entry: { readonly phoneHmac: string; readonly id: string },
): Promise<ConsentRow | undefined> {
  return await selectOne<ConsentRow>(
    db,
    sql`select id, state, source, evidence, at from messaging_consents
        where workspace_id = ${workspaceId} and phone_hmac = ${entry.phoneHmac} and id = ${entry.id}`,
  );
}

/** One page of a number's ledger, newest first, after the entry `after`. */
export async function consentsPage(
  db: Db,
  workspaceId: string,
  page: { readonly phoneHmac: string; readonly after: string | undefined; readonly limit: number },
): Promise<ConsentRow[]> {
  const after = page.after === undefined ? sql`` : sql`and id < ${page.after}::uuid`;
  return await select<ConsentRow>(
    db,
    sql`select id, state, source, evidence, at from messaging_consents
        where workspace_id = ${workspaceId} and phone_hmac = ${page.phoneHmac} ${after} order by id desc limit ${page.limit}`,
  );
}

/** How many entries a number has. */
export async function countConsents(db: Db, workspaceId: string, phoneHmac: string): Promise<number> {
  const found = await selectOne<{ n: number }>(
    db,
    sql`select count(*)::int as n from messaging_consents where workspace_id = ${workspaceId} and phone_hmac = ${phoneHmac}`,
  );
  return found?.n ?? 0;
}

/** What a caller once gave as evidence, to be told from what is given next. */
function givenIn(evidence: Readonly<Record<string, unknown>> | undefined): Readonly<Record<string, unknown>> | null {
  const given = evidence?.['given'];
  return typeof given === 'object' && given !== null ? { ...given } : null;
}

/** Who holds a number on the suppression list when consent ends in STOP for a given reason. */
function suppressionSource(source: ConsentSource): SuppressionSource {
  switch (source) {
    case 'keyword':
    case 'provider':
      return source;
    case 'operator':
    case 'api':
    case 'import':
    case 'compat':
      return 'operator';
  }
}

async function appendConsent(
  db: Db,
  consent: Omit<NewConsent, 'source'> & { readonly source: ConsentRow['source'] },
): Promise<void> {
  await run(
    db,
    sql`insert into messaging_consents (workspace_id, id, contact_id, phone_hmac, state, source, evidence, at)
        values (${consent.workspaceId}, ${consent.id}, ${consent.contactId}, ${consent.phoneHmac}, ${consent.state}, ${consent.source},
                ${JSON.stringify(consent.evidence)}::jsonb, ${consent.at})`,
  );
}
