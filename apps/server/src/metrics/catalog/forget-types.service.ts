import type { AsWorkspace } from '../../database/database.ts';
import type { MetricsStore } from '../store/metrics-store.ts';
import { metricTypeNames, metricTypes } from './metric-types.store.ts';

/** What forgetting metrics works with. */
export interface ForgettingDeps {
  readonly asWorkspace: AsWorkspace;
  readonly metricsStore: MetricsStore;
}

/** Forgets every row of metrics of a workspace, in whatever store. Its types are for the caller to delete. */
export async function forgetMetrics({ asWorkspace, metricsStore }: ForgettingDeps, workspaceId: string): Promise<void> {
  const types = await asWorkspace(workspaceId, async (db) =>
    metricTypes(db, workspaceId, await metricTypeNames(db, workspaceId)),
  );
  for (const { stored } of types.values()) await metricsStore.forget(stored);
}
