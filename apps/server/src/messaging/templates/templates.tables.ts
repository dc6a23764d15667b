import { boolean, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';

/** Texts with variables. */
export const templatesTable = pgTable('messaging_templates', {
  workspace_id: uuid('workspace_id').notNull(),
  id: uuid('id').notNull(),
  name: text('name').notNull(),
  content: text('content').notNull(),
  variables: jsonb('variables').$type<string[]>().notNull(),
  is_active: boolean('is_active').notNull(),
  created_at: instant('created_at').notNull(),
  updated_at: instant('updated_at').notNull(),
});
