import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { MetricsActivities, MetricsBatchRef, MetricsDaysRef } from './batches.activities.ts';

const { processMetricsBatch, rebuildMetricsDays } = proxyActivities<MetricsActivities>({
  taskQueue: 'bulk',
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '1s', maximumInterval: '1 minute' },
});

/** What follows an upload that has been answered. */
export async function metricsBatch(ref: MetricsBatchRef): Promise<void> {
  await processMetricsBatch(ref);
}

const stepsMax = 1000;

/** Makes the day totals of a workspace by its time zone, step by step, so that no step holds the database long. */
export async function metricsDays(ref: MetricsDaysRef): Promise<void> {
  for (let step = 0; step < stepsMax; step += 1) {
    if (!(await rebuildMetricsDays(ref))) return;
  }
  await continueAsNew<typeof metricsDays>(ref);
}
