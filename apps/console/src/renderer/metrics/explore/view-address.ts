import { localDay } from '@marquee/rules/time/local-time';
import type { InputOf } from '../../api/operations.ts';
import type { UrlState } from '../../ui/filters/use-url-state.ts';
import type { View } from '../metrics.queries.ts';
import { lastSeconds, listText, rangeName, type Question } from './question.ts';

/** A question as it is kept: one that ends now is asked anew whenever the view is opened. */
export function viewQuery(
  question: Question,
  input: InputOf<'metrics.dashboards.query'>,
): InputOf<'metrics.views.create'>['query'] {
  const last = lastSeconds(question.range);
  return last === null ? input : { ...input, time_range: { last } };
}

/** The address that asks a view's question. */
export function viewAddress({ query }: Pick<View, 'query'>): UrlState {
  const { metrics, time_range, granularity, filters, time_zone: zone } = query;
  const [first] = metrics;
  const dimensions = first?.dimensions ?? [];
  // The explorer's fields say metrics of one type, grouped alike; the others stand beside them.
  const isPlain = (metric: Metric) =>
    metric.data_type === first?.data_type &&
    metric.aggregation_type === undefined &&
    String(metric.dimensions) === String(dimensions);
  const more = metrics.filter((metric) => !isPlain(metric));
  return {
    type: first?.data_type ?? '',
    metrics: listText(metrics.filter(isPlain).map(({ name }) => name)),
    by: listText(dimensions),
    ...(more.length === 0 ? {} : { more: JSON.stringify(more) }),
    where: listText(
      Object.entries(filters).flatMap(([name, value]) => [value].flat().map((each) => `${name}=${each}`)),
    ),
    every: String(granularity),
    ...(zone === undefined ? {} : { zone }),
    ...rangeAddress(time_range, zone ?? 'UTC'),
  };
}

type Metric = View['query']['metrics'][number];

function rangeAddress(range: View['query']['time_range'], zone: string): UrlState {
  if ('last' in range) {
    return { range: rangeName(range.last) };
  }
  const last = new Date(new Date(range.end).getTime() - 1);
  return { range: 'days', from: localDay(new Date(range.start), zone), until: localDay(last, zone) };
}
