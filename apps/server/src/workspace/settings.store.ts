import { sql } from 'drizzle-orm';
import type { Db } from '../database/database.ts';
import { run, selectOne } from '../database/sql.ts';

/** Settings that live in the workspace's jsonb; a missing one has its default. */
export interface StoredSettings {
  readonly default_quiet_hours: { readonly start: string; readonly end: string } | null;
  readonly frequency_cap: { readonly messages: number; readonly days: number } | null;
  readonly default_sender_id: string | null;
  readonly allow_private_links: boolean;
}

/** A workspace with all of its settings. */
export interface WorkspaceRow extends StoredSettings {
  readonly workspace_id: string;
  readonly name: string;
  readonly time_zone: string;
  readonly is_demo: boolean;
  readonly created_at: string;
}

const defaults: StoredSettings = {
  default_quiet_hours: null,
  frequency_cap: null,
  default_sender_id: null,
  allow_private_links: false,
};

/** A workspace with its settings; undefined when there is none, or another one's transaction asks. */
export async function readWorkspace(db: Db, workspaceId: string): Promise<WorkspaceRow | undefined> {
  const row = await selectOne<Omit<WorkspaceRow, keyof StoredSettings> & { settings: Partial<StoredSettings> }>(
    db,
    sql`select id as workspace_id, name, time_zone, is_demo, created_at, settings from workspaces where id = ${workspaceId}`,
  );
  if (row === undefined) return undefined;
  const { settings, ...rest } = row;
  return { ...rest, ...defaults, ...settings };
}

/** What to change; what is left out stays. */
export interface SettingsChange {
  readonly name?: string | undefined;
  readonly time_zone?: string | undefined;
  /** Laid over the stored settings, key by key. */
  readonly stored: Partial<StoredSettings>;
}

/** Changes a workspace's settings. */
export async function updateWorkspace(db: Db, workspaceId: string, change: SettingsChange): Promise<void> {
  await run(
    db,
    sql`update workspaces set
          name = coalesce(${change.name ?? null}, name),
          time_zone = coalesce(${change.time_zone ?? null}, time_zone),
          settings = settings || ${JSON.stringify(change.stored)}::jsonb
        where id = ${workspaceId}`,
  );
}
