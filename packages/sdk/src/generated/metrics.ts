// Made from the contract by `npm run generate`; do not edit.

import type { Transport } from '../calls/resource.ts';
import { Resource } from '../calls/resource.ts';
import { Batches } from './metrics/batches.ts';
import { Cache } from './metrics/cache.ts';
import { Catalog } from './metrics/catalog.ts';
import { Dashboards } from './metrics/dashboards.ts';
import { Performance } from './metrics/performance.ts';
import { Series } from './metrics/series.ts';
import { Views } from './metrics/views.ts';

/** `marquee.metrics` */
export class Metrics extends Resource {
  readonly batches: Batches;
  readonly cache: Cache;
  readonly catalog: Catalog;
  readonly dashboards: Dashboards;
  readonly performance: Performance;
  readonly series: Series;
  readonly views: Views;

  constructor(client: Transport) {
    super(client);
    this.batches = new Batches(client);
    this.cache = new Cache(client);
    this.catalog = new Catalog(client);
    this.dashboards = new Dashboards(client);
    this.performance = new Performance(client);
    this.series = new Series(client);
    this.views = new Views(client);
  }
}

export { Batches, Cache, Catalog, Dashboards, Performance, Series, Views };
export type { MetricBatch, MetricBatchGetParams, MetricBatchUploadParams, MetricRejection } from './metrics/batches.ts';
export type { CacheClearParams, ClearedCache } from './metrics/cache.ts';
export type { CatalogListParams, MetricsCatalog, MetricsCatalogType } from './metrics/catalog.ts';
export type { DashboardAnswer, DashboardsQueryParams, MetricSeries } from './metrics/dashboards.ts';
export type { MetricsPerformance } from './metrics/performance.ts';
export type { MetricPoint, MetricRequestInput, MetricsMetadata } from './metrics/schemas.ts';
export type { MetricSeriesAnswer, MetricSeriesAnswerCsvParams, MetricSeriesAnswerGetParams } from './metrics/series.ts';
export type {
  DeletedMetricsView,
  MetricRequest,
  MetricsView,
  MetricsViewCreateParams,
  MetricsViewListParams,
  MetricsViewQuery,
  MetricsViewQueryInput,
} from './metrics/views.ts';
