// Made from the contract by `npm run generate`; do not edit.

import type { Transport } from '../core/resource.ts';
import { Resource } from '../core/resource.ts';
import { Batches } from './metrics/batches.ts';
import { Catalog } from './metrics/catalog.ts';

/** `marquee.metrics` */
export class Metrics extends Resource {
  readonly batches: Batches;
  readonly catalog: Catalog;

  constructor(client: Transport) {
    super(client);
    this.batches = new Batches(client);
    this.catalog = new Catalog(client);
  }
}

export { Batches, Catalog };
export type { MetricBatch, MetricBatchGetParams, MetricBatchUploadParams, MetricRejection } from './metrics/batches.ts';
export type { CatalogListParams, MetricsCatalog, MetricsCatalogType } from './metrics/catalog.ts';
