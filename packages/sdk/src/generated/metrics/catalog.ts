// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, RequestOptions } from '../../calls/resource.ts';

/** `marquee.metrics.catalog`: list. */
export class Catalog extends Resource {
  /**
   * What data there is, and what can be asked of it.
   *
   * @example
   * const metricsCatalog = await marquee.metrics.catalog.list();
   */
  list(params?: CatalogListParams, options?: RequestOptions): ApiPromise<MetricsCatalog> {
    return this.client.call('GET /metrics/catalog', { query: params }, options);
  }
}

export interface CatalogListParams {
  /** Only this one. */
  data_type?: string | undefined;
}

export interface MetricsCatalog {
  /** By name. */
  items: MetricsCatalogType[];
}

export interface MetricsCatalogType {
  /** Where the data comes from. */
  data_type: string;
  /** Rows of it. */
  rows: number;
  /** The earliest row. */
  first_at: string | null;
  /** The latest row. */
  last_at: string | null;
  /** When its data last changed. */
  updated_at: string;
  /** Its numeric fields. */
  metrics: {
    /** The field. */
    name: string;
    /** How its rows can become one number. */
    aggregations: string[];
  }[];
  /** Ratios that its fields allow. */
  derived: {
    /** The derived metric. */
    name: string;
    /** The field whose sum is divided. */
    numerator: string;
    /** The field whose sum divides. */
    denominator: string;
    /** What the ratio is multiplied by. */
    factor: number;
  }[];
  /** Its other fields. */
  dimensions: {
    /** The field. */
    name: string;
    /** Different values; null until the first batch with it is processed. */
    distinct_values: number | null;
    /** At most 20 of its values. */
    examples: string[];
  }[];
}
