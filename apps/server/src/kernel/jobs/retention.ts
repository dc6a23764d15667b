import { sql, type SQL } from 'drizzle-orm';
import type { AsSystem, Db } from '../../database/database.ts';
import { run } from '../../database/sql.ts';

/** How many days each kind of row is kept once nothing needs it any more. */
export const retentionDays = {
  events: 90,
  jobs: 90,
  webhook_deliveries: 30,
  commands: 7,
  audit_entries: 730,
} as const;

/** A kind of row that grows old. */
export type RetentionKind = keyof typeof retentionDays;

const rowsMax = 5000;

/** Deletes what is past its days, in small transactions, and tells how many rows of each kind went. */
export async function deleteExpired(
  { asSystem, now }: { readonly asSystem: AsSystem; readonly now: Date },
  days: Readonly<Record<RetentionKind, number>> = retentionDays,
): Promise<Readonly<Record<string, number>>> {
  const before = (kind: RetentionKind) => new Date(now.getTime() - days[kind] * 86_400_000).toISOString();
  const deleted: Record<string, number> = {
    idempotency_keys: await untilNone(asSystem, expiredKeys(now.toISOString())),
  };
  for (const kind of kinds) deleted[kind] = await untilNone(asSystem, statements[kind](before(kind)));
  return deleted;
}

const kinds: readonly RetentionKind[] = ['events', 'commands', 'jobs', 'webhook_deliveries', 'audit_entries'];

const statements: Readonly<Record<RetentionKind, (before: string) => SQL>> = {
  events: (before) => deletion('events', sql`at < ${before}`),
  jobs: (before) => deletion('jobs', sql`finished_at < ${before}`),
  webhook_deliveries: (before) => deletion('event_webhook_deliveries', sql`finished_at < ${before}`),
  // A job that is still at work may lose its workflow with the engine's file: its command says how to start it again.
  commands: (before) =>
    deletion(
      'outbox_commands',
      sql`dispatched_at < ${before} and not exists (
        select from jobs where jobs.workspace_id = outbox_commands.workspace_id and jobs.id = outbox_commands.job_id and finished_at is null
      )`,
    ),
  audit_entries: (before) => deletion('audit_entries', sql`at < ${before}`),
};

function expiredKeys(now: string): SQL {
  return deletion('idempotency_keys', sql`expires_at < ${now}`);
}

function deletion(table: string, condition: SQL): SQL {
  const name = sql.identifier(table);
  return sql`delete from ${name} where ctid in (select ctid from ${name} where ${condition} limit ${rowsMax})`;
}

async function untilNone(asSystem: AsSystem, statement: SQL): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await asSystem('retention', (db: Db) => run(db, statement));
    total += count;
    if (count < rowsMax) return total;
  }
}
