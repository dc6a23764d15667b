import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { Segment } from '@marquee/api/messaging/segments.contract';
import type { z } from 'zod';
import { instant } from '../../database/columns.ts';

type StoredFilter = z.output<typeof Segment>['filter_criteria'];

/** Saved filters over contacts. */
export const segmentsTable = pgTable('messaging_segments', {
  workspace_id: uuid('workspace_id').notNull(),
  id: uuid('id').notNull(),
  name: text('name').notNull(),
  description: text('description'),
  filter_criteria: jsonb('filter_criteria').$type<StoredFilter>().notNull(),
  estimated_audience_size: integer('estimated_audience_size').notNull(),
  created_at: instant('created_at').notNull(),
  updated_at: instant('updated_at').notNull(),
});
