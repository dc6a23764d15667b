import { boolean, doublePrecision, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';

/** Numbers that messages come from. */
export const sendersTable = pgTable('messaging_senders', {
  workspace_id: uuid('workspace_id').notNull(),
  sender_id: text('sender_id').notNull(),
  kind: text('kind').$type<'sms' | 'whatsapp'>().notNull(),
  phone_e164: text('phone_e164').notNull(),
  account_sid: text('account_sid').notNull(),
  auth_token_sealed: text('auth_token_sealed').notNull(),
  base_url: text('base_url').notNull(),
  rate_per_second: doublePrecision('rate_per_second').notNull(),
  burst: integer('burst').notNull(),
  simulated: boolean('simulated').notNull(),
  created_at: instant('created_at').notNull(),
  updated_at: instant('updated_at').notNull(),
});
