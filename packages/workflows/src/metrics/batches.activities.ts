/** One batch. Ids only: payloads are kept by the engine and must be erasable. */
export interface MetricsBatchRef {
  readonly workspaceId: string;
  /** The batch's own id, not the caller's name for it. */
  readonly batchId: string;
}

/** A workspace whose day totals are to follow its time zone. */
export interface MetricsDaysRef {
  readonly workspaceId: string;
}

/** What follows uploads and changes of the time zone. */
export interface MetricsActivities {
  /** Brings the catalog up to date with a batch, tells its event and marks it processed. Safe to repeat. */
  processMetricsBatch(ref: MetricsBatchRef): Promise<void>;
  /** Makes the next part of the day totals by the workspace's time zone. Safe to repeat. Answers whether more is left. */
  rebuildMetricsDays(ref: MetricsDaysRef): Promise<boolean>;
}
