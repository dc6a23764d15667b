import { sql } from 'drizzle-orm';
import type { AsSystem } from '../../database/database.ts';
import { selectOne } from '../../database/sql.ts';
import type { ServerMetrics } from '../../lib/telemetry/metrics.ts';

/** Measures what waits: an outbox that only grows is the first sign of trouble. */
export function measureOutbox(metrics: ServerMetrics, asSystem: AsSystem): void {
  const count = async (query: ReturnType<typeof sql>) =>
    (await asSystem('metrics', (db) => selectOne<{ waiting: number }>(db, query)))?.waiting ?? 0;
  metrics.gauge('marquee_outbox_events', 'Events that wait for their sequence', () =>
    count(sql`select count(*) as waiting from outbox_events`),
  );
  metrics.gauge('marquee_outbox_commands', 'Workflow commands that wait for the engine', () =>
    count(sql`select count(*) as waiting from outbox_commands where dispatched_at is null`),
  );
  metrics.gauge('marquee_jobs_unfinished', 'Jobs that have not ended', () =>
    count(sql`select count(*) as waiting from jobs where finished_at is null`),
  );
}
