// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, RequestOptions } from '../../calls/resource.ts';

/** `marquee.metrics.performance`: get. */
export class Performance extends Resource {
  /**
   * How fast metrics are answered.
   *
   * Counts of this workspace in the server process that answers, since it started; memory is the process’s and the
   * machine’s.
   *
   * @example
   * const metricsPerformance = await marquee.metrics.performance.get();
   */
  get(options?: RequestOptions): ApiPromise<MetricsPerformance> {
    return this.client.call('GET /metrics/stats', {}, options);
  }
}

export interface MetricsPerformance {
  /** When the process started. */
  since: string;
  /** Questions. */
  queries: {
    /** Questions answered, from the cache or not. */
    processed: number;
    /** Those computed. */
    computed: number;
    /** Being computed now. */
    running: number;
    /** Mean time to compute one; null before the first. */
    average_ms: number | null;
    /** 95 of 100 of the last 1,000 were computed within this time. */
    p95_ms: number | null;
  };
  /** Kept answers. */
  cache: {
    /** Questions answered from it, or together with an equal one. */
    hits: number;
    /** Questions computed. */
    misses: number;
    /** Hits of all, 0 to 1; null before the first question. */
    hit_rate: number | null;
    /** Answers that were put into it. */
    stored: number;
    /** Answers kept of this workspace. */
    entries: number;
    /** Bytes they take, about. */
    bytes: number;
    /** Bytes that the process keeps at most, of all workspaces. */
    bytes_max: number;
  };
  /** Uploads. */
  uploads: {
    /** Batches taken. */
    batches: number;
    /** Rows in them that were new or replaced. */
    rows: number;
    /** Mean time to take one; null before the first. */
    average_ms: number | null;
  };
  /** Memory. */
  memory: {
    /** Resident memory of the process. */
    process_bytes: number;
    /** Memory free on the machine. */
    available_bytes: number;
    /** Memory in use on the machine, in percent. */
    used_percent: number;
  };
  /** Since the process started. */
  uptime_seconds: number;
  /** The server’s version. */
  version: string;
}
