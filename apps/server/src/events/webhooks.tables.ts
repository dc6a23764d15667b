import { bigint, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { Scope } from '@marquee/api/scopes';
import { instant } from '../database/columns.ts';

/** Endpoints that events are posted to. */
export const webhooksTable = pgTable('event_webhooks', {
  workspace_id: uuid('workspace_id').notNull(),
  id: uuid('id').notNull(),
  url: text('url').notNull(),
  description: text('description').notNull(),
  event_names: jsonb('event_names').$type<string[]>().notNull(),
  scopes: jsonb('scopes').$type<Scope[]>().notNull(),
  status: text('status').$type<'active' | 'paused' | 'disabled'>().notNull(),
  secret_sealed: text('secret_sealed').notNull(),
  previous_secret_sealed: text('previous_secret_sealed'),
  previous_secret_until: instant('previous_secret_until'),
  cursor: bigint('cursor', { mode: 'number' }).notNull(),
  failing_since: instant('failing_since'),
  created_at: instant('created_at').notNull(),
  updated_at: instant('updated_at').notNull(),
});

/** Where a delivery stands. */
export type DeliveryStatus = 'pending' | 'delivered' | 'failed' | 'skipped';

/** Events on their way to endpoints. */
export const webhookDeliveriesTable = pgTable('event_webhook_deliveries', {
  workspace_id: uuid('workspace_id').notNull(),
  id: uuid('id').notNull(),
  webhook_id: uuid('webhook_id').notNull(),
  event_id: uuid('event_id').notNull(),
  event_name: text('event_name').notNull(),
  sequence: bigint('sequence', { mode: 'number' }),
  status: text('status').$type<DeliveryStatus>().notNull(),
  attempt_count: integer('attempt_count').notNull(),
  next_attempt_at: instant('next_attempt_at'),
  replay_of: uuid('replay_of'),
  created_at: instant('created_at').notNull(),
  finished_at: instant('finished_at'),
});

/** Every try to deliver. */
export const webhookAttemptsTable = pgTable('event_webhook_attempts', {
  workspace_id: uuid('workspace_id').notNull(),
  delivery_id: uuid('delivery_id').notNull(),
  number: integer('number').notNull(),
  at: instant('at').notNull(),
  duration_ms: integer('duration_ms').notNull(),
  status_code: integer('status_code'),
  answer: text('answer'),
  error: text('error'),
});
