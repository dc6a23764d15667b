import type { Scope } from '@marquee/api/scopes';
import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../database/columns.ts';

/** API keys by hash. */
export const apiKeys = pgTable('workspace_api_keys', {
  workspace_id: uuid('workspace_id').notNull(),
  id: uuid('id').notNull(),
  name: text('name').notNull(),
  prefix: text('prefix').notNull(),
  key_hash: text('key_hash').notNull(),
  scopes: jsonb('scopes').$type<Scope[]>().notNull(),
  made_by: uuid('made_by').notNull(),
  created_at: instant('created_at').notNull(),
  expires_at: instant('expires_at'),
  last_used_at: instant('last_used_at'),
  revoked_at: instant('revoked_at'),
});

/** An API key as stored. */
export type ApiKeyRow = typeof apiKeys.$inferSelect;
