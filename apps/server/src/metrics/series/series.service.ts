import type { series } from '@marquee/api/metrics/series.contract';
import type { Implements } from '../../kernel/context.ts';
import { ask, type MetricsAsking } from './ask.ts';
import { seriesPointers, seriesQuestion } from './series-question.ts';
import { streamCsv } from './series.raw.ts';

/** One metric over time. */
export function seriesService({ metricsAsking }: { readonly metricsAsking: MetricsAsking }): Implements<typeof series> {
  return {
    async get({ limit, ...input }, ctx) {
      const { metric_name, data_type, granularity } = input;
      const asked = seriesQuestion({ ...input, limit });
      const label = `series:${metric_name}:${data_type}`;
      const { series: found, metadata } = await ask(metricsAsking, { asked, label, pointers: seriesPointers }, ctx);
      const [only] = found;
      if (only === undefined) throw new Error('a question about one metric has one answer');
      return { ...only, granularity, metadata };
    },
    csv: streamCsv(metricsAsking),
  };
}
