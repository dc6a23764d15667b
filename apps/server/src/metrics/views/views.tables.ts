import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { MetricsView } from '@marquee/api/metrics/views.contract';
import type { z } from 'zod';
import { instant } from '../../database/columns.ts';

/** Dashboards that were kept. */
export const viewsTable = pgTable('metrics_views', {
  workspace_id: uuid('workspace_id').notNull(),
  id: uuid('id').notNull(),
  name: text('name').notNull(),
  query: jsonb('query').$type<z.output<typeof MetricsView>['query']>().notNull(),
  created_at: instant('created_at').notNull(),
});
