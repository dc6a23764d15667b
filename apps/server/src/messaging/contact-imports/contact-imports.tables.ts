import type { ConsentState } from '@marquee/rules/messaging/consent/consent';
import { bigint, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';

/** Where an import stands. */
export type ImportStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

/** Column name to field; null leaves a column out. */
export type StoredMapping = Record<string, string | null>;

/** Imports of contact files; the counts are those of the rows committed so far. */
export const contactImportsTable = pgTable('messaging_contact_imports', {
  workspace_id: uuid('workspace_id').notNull(),
  id: uuid('id').notNull(),
  job_id: uuid('job_id'),
  status: text('status').$type<ImportStatus>().notNull(),
  format: text('format').$type<'csv' | 'json'>().notNull(),
  file_key: text('file_key').notNull(),
  file_name: text('file_name'),
  bytes: bigint('bytes', { mode: 'number' }).notNull(),
  sha256: text('sha256').notNull(),
  mapping: jsonb('mapping').$type<StoredMapping>().notNull(),
  default_consent_state: text('default_consent_state').$type<ConsentState>(),
  evidence: jsonb('evidence').$type<Readonly<Record<string, unknown>>>().notNull(),
  processed: integer('processed').notNull(),
  created: integer('created').notNull(),
  updated: integer('updated').notNull(),
  errors: integer('errors').notNull(),
  suppressed: integer('suppressed').notNull(),
  error: text('error'),
  created_at: instant('created_at').notNull(),
  started_at: instant('started_at'),
  completed_at: instant('completed_at'),
});
