import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { roles } from '@marquee/api/scopes';
import { instant } from '../database/columns.ts';

/** Who belongs to a workspace. */
export const members = pgTable('workspace_members', {
  workspace_id: uuid('workspace_id').notNull(),
  user_id: uuid('user_id').notNull(),
  email: text('email').notNull(),
  email_key: text('email_key').notNull(),
  full_name: text('full_name').notNull(),
  role: text('role', { enum: roles }).notNull(),
  created_at: instant('created_at').notNull(),
  updated_at: instant('updated_at').notNull(),
});

/** Open invitations; an accepted or withdrawn one is deleted. */
export const invitations = pgTable('workspace_invitations', {
  workspace_id: uuid('workspace_id').notNull(),
  email_key: text('email_key').notNull(),
  id: uuid('id').notNull(),
  email: text('email').notNull(),
  role: text('role', { enum: roles }).notNull(),
  invited_by: uuid('invited_by').notNull(),
  created_at: instant('created_at').notNull(),
  expires_at: instant('expires_at').notNull(),
});

/** An open invitation as stored. */
export type Invitation = typeof invitations.$inferSelect;
