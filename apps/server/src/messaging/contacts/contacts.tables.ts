import type { ConsentState } from '@marquee/rules/messaging/consent/consent';
import { bigint, boolean, doublePrecision, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';

/** Attributes as they are read back: flat, by name. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** One row a person who can be messaged. */
export const contactsTable = pgTable('messaging_contacts', {
  workspace_id: uuid('workspace_id').notNull(),
  id: uuid('id').notNull(),
  phone_e164: text('phone_e164').notNull(),
  consent_state: text('consent_state').$type<ConsentState>().notNull(),
  consent_updated_at: instant('consent_updated_at').notNull(),
  attributes: jsonb('attributes').$type<Attributes>().notNull(),
  time_zone: text('time_zone'),
  created_at: instant('created_at').notNull(),
  updated_at: instant('updated_at').notNull(),
  last_message_received: instant('last_message_received'),
  number: bigint('number', { mode: 'number' }).notNull().generatedByDefaultAsIdentity(),
});

/** One row an attribute: what segments are compiled to. */
export const contactAttributesTable = pgTable('messaging_contact_attributes', {
  workspace_id: uuid('workspace_id').notNull(),
  contact_id: uuid('contact_id').notNull(),
  name: text('name').notNull(),
  text_value: text('text_value').notNull(),
  number_value: doublePrecision('number_value'),
  boolean_value: boolean('boolean_value'),
  instant_value: instant('instant_value'),
});
