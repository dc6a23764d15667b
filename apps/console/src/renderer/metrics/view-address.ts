import { localDay } from '@marquee/rules/time/local-time';
import type { InputOf } from '../api/operations.ts';
import type { UrlState } from '../ui/use-url-state.ts';
import type { View } from './metrics.queries.ts';
import { listText, ranges, type Question } from './question.ts';

const daySeconds = 86_400;

/** A question as it is kept: one that ends now is asked anew whenever the view is opened. */
export function viewQuery(
  question: Question,
  input: InputOf<'metrics.dashboards.query'>,
): InputOf<'metrics.views.create'>['query'] {
  if (question.range === 'days') return input;
  return { ...input, time_range: { last: Number(question.range.slice(0, -1)) * daySeconds } };
}

/** The address that asks a view's question. */
export function viewAddress({ query }: Pick<View, 'query'>): UrlState {
  const { metrics, time_range, granularity, filters, time_zone: zone } = query;
  return {
    type: metrics[0]?.data_type ?? '',
    metrics: listText(metrics.map(({ name }) => name)),
    by: listText(metrics[0]?.dimensions ?? []),
    where: listText(
      Object.entries(filters).flatMap(([name, value]) => [value].flat().map((each) => `${name}=${each}`)),
    ),
    every: String(granularity),
    ...(zone === undefined ? {} : { zone }),
    ...rangeAddress(time_range, zone ?? 'UTC'),
  };
}

function rangeAddress(range: View['query']['time_range'], zone: string): UrlState {
  if ('last' in range) {
    const days = range.last / daySeconds;
    return { range: ranges.find((name) => name === `${days}d`) ?? '28d' };
  }
  const last = new Date(new Date(range.end).getTime() - 1);
  return { range: 'days', from: localDay(new Date(range.start), zone), until: localDay(last, zone) };
}
