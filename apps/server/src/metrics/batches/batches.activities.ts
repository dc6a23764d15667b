import { batchEvents } from '@marquee/api/metrics/batches.contract';
import type { MetricsActivities } from '@marquee/workflows';
import type { AsWorkspace } from '../../database/database.ts';
import { insertEvent } from '../../kernel/outbox/outbox.store.ts';
import type { Clock } from '../../lib/clock.ts';
import { batchById, markProcessed } from './batches.store.ts';
import { catalogVersions, updateCatalog } from '../catalog/catalog.store.ts';
import { metricTypeById } from '../catalog/metric-types.store.ts';
import type { MetricsStore } from '../store/metrics-store.ts';
import { rebuildNextDay } from '../store/rebuild-days.ts';

/** What the metrics' activities work with. */
export interface MetricsActivityDeps {
  readonly asWorkspace: AsWorkspace;
  readonly metricsStore: MetricsStore;
  readonly now: Clock;
  readonly newId: () => string;
  /** Tells the publisher that an event waits. */
  readonly wake?: () => void;
}

/** What follows uploads and changes of the time zone. */
export function metricsActivities(deps: MetricsActivityDeps): MetricsActivities {
  return {
    processMetricsBatch: (ref) => processBatch(deps, ref),
    rebuildMetricsDays: ({ workspaceId }) => rebuildNextDay(deps, workspaceId),
  };
}

async function processBatch(
  { asWorkspace, metricsStore, now, newId, wake }: MetricsActivityDeps,
  { workspaceId, batchId }: { readonly workspaceId: string; readonly batchId: string },
): Promise<void> {
  const batch = await asWorkspace(workspaceId, (db) => batchById(db, workspaceId, batchId));
  if (batch === undefined || batch.processed_at !== null) return;
  const key = { workspaceId, typeId: batch.type_id };
  const versions = await asWorkspace(workspaceId, (db) => catalogVersions(db, key));
  // One look at the dimensions tells of every batch before it.
  if (versions !== undefined && versions.catalog_version < batch.version) {
    const type = await asWorkspace(workspaceId, (db) => metricTypeById(db, workspaceId, batch.type_id));
    const dimensions = type === undefined ? [] : await metricsStore.dimensions(type.stored);
    await asWorkspace(workspaceId, (db) => updateCatalog(db, key, { version: versions.version, dimensions }));
  }
  await asWorkspace(workspaceId, async (db) => {
    const at = now().toISOString();
    if (!(await markProcessed(db, workspaceId, { id: batchId, at }))) return;
    const { batch_id, data_type, accepted, replaced, duplicates, rejected } = batch;
    const { name, scope } = batchEvents.processed;
    const data = { batch_id, data_type, accepted, replaced, duplicates, rejected };
    await insertEvent(db, { id: newId(), workspaceId, name, scope, data, at, requestId: null });
  });
  wake?.();
}
