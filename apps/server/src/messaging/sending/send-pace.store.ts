import type { Grant } from '@marquee/rules/messaging/sending/send-pace';
import type { TokenBucket } from '@marquee/rules/messaging/sending/send-rate';
import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { run, select } from '../../database/sql.ts';

/** How far a campaign or sender has used its pace. */
export interface Pace {
  readonly subject: string;
  readonly bucket: TokenBucket;
  readonly grants: readonly Grant[];
}

/** Whose pace, and how full a new one is. */
export interface PaceSubject {
  readonly subject: string;
  readonly tokensWhenNew: number;
}

/** A pace as its row has it. */
export interface PaceRow {
  readonly subject: string;
  readonly tokens: number;
  readonly refilled_at: string;
  readonly grants: Grant[];
}

/** Paces by subject: `locked` ones, and those that were missing, which are made and locked now. */
export async function completePaces(
  db: Db,
  workspaceId: string,
  wanted: { readonly subjects: readonly PaceSubject[]; readonly locked: readonly PaceRow[]; readonly at: string },
): Promise<ReadonlyMap<string, Pace>> {
  const names = wanted.subjects.map(({ subject }) => subject);
  const found = new Set(wanted.locked.map(({ subject }) => subject));
  if (names.every((name) => found.has(name))) return pacesOf(wanted.locked);
  const missing = wanted.subjects.map(({ subject, tokensWhenNew }) => ({ subject, tokens: tokensWhenNew }));
  await run(
    db,
    sql`insert into messaging_send_paces (workspace_id, subject, tokens, refilled_at)
        select ${workspaceId}::uuid, p.subject, p.tokens, ${wanted.at}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(missing)}::jsonb) as p(subject text, tokens float8)
        order by p.subject on conflict do nothing`,
  );
  return pacesOf(await lockRows(db, workspaceId, names));
}

/** The update that writes paces back, as part of the caller's statement; the caller holds their locks. */
export function pacesUpdate(workspaceId: string, paces: readonly Pace[]): SQL {
  const rows = paces.map(({ subject, bucket, grants }) => ({
    subject,
    grants,
    tokens: bucket.tokens,
    refilled_at: new Date(bucket.updatedAtMs).toISOString(),
  }));
  return sql`update messaging_send_paces p set tokens = n.tokens, refilled_at = n.refilled_at, grants = n.grants
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(subject text, tokens float8, refilled_at timestamptz, grants jsonb)
    where p.workspace_id = ${workspaceId} and p.subject = n.subject`;
}

/** Notes that all calls of a grant have ended. */
export async function settlePaces(
  db: Db,
  workspaceId: string,
  settled: { readonly id: string; readonly paces: readonly string[]; readonly atMs: number },
): Promise<void> {
  await run(
    db,
    sql`update messaging_send_paces set grants = (
          select coalesce(jsonb_agg(case g ->> 'id' when ${settled.id} then jsonb_set(g, '{settledAtMs}', to_jsonb(${settled.atMs}::bigint)) else g end), '[]')
          from jsonb_array_elements(grants) g)
        where workspace_id = ${workspaceId} and subject in ${settled.paces}`,
  );
}

async function lockRows(db: Db, workspaceId: string, subjects: readonly string[]): Promise<PaceRow[]> {
  return await select<PaceRow>(
    db,
    sql`select subject, tokens, refilled_at, grants from messaging_send_paces
        where workspace_id = ${workspaceId} and subject in ${subjects} order by subject for update`,
  );
}

function pacesOf(rows: readonly PaceRow[]): Map<string, Pace> {
  return new Map(
    rows.map(({ subject, tokens, refilled_at, grants }) => [
      subject,
      { subject, grants, bucket: { tokens, updatedAtMs: Date.parse(refilled_at) } },
    ]),
  );
}
