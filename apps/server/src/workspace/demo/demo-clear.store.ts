import { sql, type SQL } from 'drizzle-orm';
import type { AsSystem, Db } from '../../database/database.ts';
import { run, select } from '../../database/sql.ts';

/**
 * What a demo that is made anew keeps: who may get in, what was done, and where readers of its events and caches stand. All other
 * tables of workspaces are cleared; a test holds both lists against the schema.
 */
export const keptTables = [
  'audit_entries',
  'auth_sessions',
  'event_sequences',
  'mail_outbox',
  'metrics_cache_clears',
  'workspace_api_keys',
  'workspace_invitations',
  'workspace_members',
] as const;

/** What is cleared, whatever points at something else before it. */
export const clearedTables = [
  ...['outbox_commands', 'outbox_events', 'events', 'idempotency_keys', 'jobs', 'files'],
  ...['event_webhook_attempts', 'event_webhook_deliveries', 'event_webhooks'],
  ...['messaging_message_statuses', 'messaging_whatsapp_sends', 'messaging_messages', 'messaging_opt_out_reviews'],
  ...['messaging_inbound_messages', 'messaging_campaign_runs', 'messaging_campaigns', 'messaging_send_paces'],
  ...['messaging_whatsapp_templates', 'messaging_whatsapp_numbers', 'messaging_inbound_looks'],
  ...['messaging_sender_prices', 'messaging_senders', 'messaging_templates', 'messaging_segments'],
  ...['messaging_contact_import_errors', 'messaging_contact_imports', 'messaging_contact_attributes'],
  ...['messaging_consents', 'messaging_suppressions', 'messaging_contacts'],
  // Their rows are appended by the deletions above.
  ...['messaging_count_changes', 'messaging_run_counts', 'messaging_slot_counts', 'messaging_day_counts'],
  ...['messaging_contact_count_changes', 'messaging_contact_counts'],
  ...['metrics_views', 'metrics_batches', 'metrics_fields', 'metrics_rows', 'metrics_minutes', 'metrics_hours'],
  ...['metrics_days', 'metrics_histograms', 'metrics_sets', 'metrics_types'],
] as const;

type ClearedTable = (typeof clearedTables)[number];

const rowsMax = 5000;

/** What to clear: everything but the job that clears. */
export interface Clearing {
  readonly workspaceId: string;
  readonly jobId: string | null;
}

/** Deletes what the demo holds, some rows a transaction. Nothing of any other workspace is ever within its reach. */
export async function clearDemo(asSystem: AsSystem, clearing: Clearing): Promise<void> {
  for (const table of clearedTables) {
    const statement = deletion(table, clearing);
    for (let deleted = 1; deleted > 0;) deleted = await asSystem('clear the demo', (db) => run(db, statement));
  }
}

/** A stored file of the demo. */
export interface DemoFile {
  readonly id: string;
  readonly key: string;
}

/** Files of the demo, some at a time. */
export async function demoFiles(db: Db, workspaceId: string): Promise<readonly DemoFile[]> {
  return await select<DemoFile>(
    db,
    sql`select f.id, f.key from files f join workspaces w on w.id = f.workspace_id where w.id = ${workspaceId} and w.is_demo limit 500`,
  );
}

/** Forgets a file that is gone. */
export async function forgetDemoFile(db: Db, workspaceId: string, id: string): Promise<void> {
  await run(db, sql`delete from files where workspace_id = ${workspaceId} and id = ${id}`);
}

/** Each statement asks for itself whether the workspace is the demo: no mistake of a caller can make it another. */
function deletion(table: ClearedTable, { workspaceId, jobId }: Clearing): SQL {
  const name = sql.identifier(table);
  return sql`delete from ${name} where ctid in (
      select t.ctid from ${name} t join workspaces w on w.id = t.workspace_id
      where w.id = ${workspaceId} and w.is_demo and not (${kept(table, jobId)}) limit ${rowsMax})`;
}

function kept(table: ClearedTable, jobId: string | null): SQL {
  switch (table) {
    case 'jobs':
      return sql`t.id is not distinct from ${jobId}::uuid`;
    case 'outbox_commands':
      return sql`t.job_id is not null and t.job_id is not distinct from ${jobId}::uuid`;
    default:
      return sql`false`;
  }
}
