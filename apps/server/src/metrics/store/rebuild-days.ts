import { bucketEnd, bucketStart } from '@marquee/rules/metrics/range-plan';
import type { AsWorkspace, Db } from '../../database/database.ts';
import { readWorkspace } from '../../workspace/settings.store.ts';
import { lockType, metricTypeById, setDayTotals, typeBehindZone } from '../catalog/metric-types.store.ts';
import type { MetricsStore } from './metrics-store.ts';

/**
 * Takes one step towards day totals by the workspace's time zone: sets a data type to it, or makes the totals of its next day.
 * Until they are all made, days are read from hours or rows.
 *
 * @returns whether a step was taken, so that there may be more
 */
export async function rebuildNextDay(
  { asWorkspace, metricsStore }: { readonly asWorkspace: AsWorkspace; readonly metricsStore: MetricsStore },
  workspaceId: string,
): Promise<boolean> {
  return await asWorkspace(workspaceId, async (db) => {
    const zone = (await readWorkspace(db, workspaceId))?.time_zone;
    const typeId = zone === undefined ? undefined : await typeBehindZone(db, workspaceId, zone);
    if (zone === undefined || typeId === undefined) return false;
    await takeStep(db, metricsStore, { workspaceId, typeId, zone });
    return true;
  });
}

async function takeStep(
  db: Db,
  metricsStore: MetricsStore,
  { workspaceId, typeId, zone }: { readonly workspaceId: string; readonly typeId: number; readonly zone: string },
): Promise<void> {
  const extent = await lockType(db, workspaceId, typeId);
  const type = await metricTypeById(db, workspaceId, typeId);
  if (type === undefined) return;
  const { stored } = type;
  if (stored.dayZone !== zone) {
    await metricsStore.forgetDays(db, stored);
    const daysBeforeMs = extent.first_ms === null ? null : bucketStart(extent.first_ms, 86_400, zone);
    return await setDayTotals(db, stored, { zone, daysBeforeMs });
  }
  if (stored.daysBeforeMs === null) return;
  const fromMs = stored.daysBeforeMs;
  const toMs = bucketEnd(fromMs, 86_400, zone);
  await metricsStore.rebuildDays(db, stored, { fromMs, toMs });
  const isLast = extent.last_ms === null || toMs > extent.last_ms;
  await setDayTotals(db, stored, { zone, daysBeforeMs: isLast ? null : toMs });
}
