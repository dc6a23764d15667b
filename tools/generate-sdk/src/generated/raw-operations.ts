// Made from the contract by `npm run generate`; do not edit.

import type {
  ContactImportCreateParams,
  MetricSeriesAnswerCsvParams,
} from '../../../../packages/sdk/src/generated/types.ts';

type Nothing = Record<string, never>;

/** What raw operations take, by name. */
export interface RawOperations {
  'messaging.contactImports.create': ContactImportCreateParams;
  'messaging.contactImports.errors': { import_id: string };
  'metrics.series.csv': { metric_name: string } & MetricSeriesAnswerCsvParams;
  'system.metrics': Nothing;
  'system.openapi': Nothing;
}
