import { addDays, localDay, startOfLocalDay } from '@marquee/rules/time/local-time';
import type { InputOf } from '../api/operations.ts';
import { oneOf, type UrlState } from '../ui/use-url-state.ts';

/** A question of metrics as the explorer's address has it. */
export interface Question {
  readonly type: string;
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[];
  /** `dimension=value`; several of one dimension mean any of them. */
  readonly filters: readonly string[];
  readonly range: RangeName;
  /** Days of a range of one's own, the last one included. */
  readonly from: string;
  readonly until: string;
  readonly granularity: (typeof granularities)[number];
  readonly timeZone: string;
  readonly isCompared: boolean;
}

/** Ranges that end now, and days of one's own. */
export const ranges = ['1d', '7d', '28d', '90d', 'days'] as const;

/** One of them. */
export type RangeName = (typeof ranges)[number];

/** Seconds of one bucket. */
export const granularities = ['60', '900', '3600', '86400'] as const;

const daysOf = { '1d': 1, '7d': 7, '28d': 28, '90d': 90 } as const;
const dayMs = 86_400_000;

/** Reads the address; what it does not say is the last 28 days, by day, in the workspace's zone. */
export function questionOf(
  url: UrlState,
  { timeZone, today }: { readonly timeZone: string; readonly today: string },
): Question {
  return {
    type: url['type'] ?? '',
    metrics: listIn(url['metrics']),
    dimensions: listIn(url['by']),
    filters: listIn(url['where']),
    range: oneOf(url['range'], ranges) ?? '28d',
    from: url['from'] ?? addDays(today, -27),
    until: url['until'] ?? today,
    granularity: oneOf(url['every'], granularities) ?? '86400',
    timeZone: url['zone'] ?? timeZone,
    isCompared: url['compare'] === 'yes',
  };
}

/** The address of a change; lists are JSON, for a name may hold any character. */
export function listText(items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : JSON.stringify(items);
}

function listIn(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  try {
    const items: unknown = JSON.parse(text);
    return Array.isArray(items) ? items.map(String) : [];
  } catch {
    return [];
  }
}

/** The instants that are asked about. A range that ends now ends with the minute, so that the same question is the same. */
export function rangeOf(question: Question, now: Date): { readonly start: string; readonly end: string } {
  if (question.range === 'days') {
    const { from, until, timeZone } = question;
    return {
      start: startOfLocalDay(from, timeZone).toISOString(),
      end: startOfLocalDay(addDays(until, 1), timeZone).toISOString(),
    };
  }
  if (question.granularity === '86400') {
    // Whole local days, today's included.
    const today = localDay(now, question.timeZone);
    return {
      start: startOfLocalDay(addDays(today, 1 - daysOf[question.range]), question.timeZone).toISOString(),
      end: startOfLocalDay(addDays(today, 1), question.timeZone).toISOString(),
    };
  }
  const end = Math.ceil(now.getTime() / 60_000) * 60_000;
  return { start: new Date(end - daysOf[question.range] * dayMs).toISOString(), end: new Date(end).toISOString() };
}

/** The range of the same length just before. */
export function rangeBefore({ start, end }: { readonly start: string; readonly end: string }): {
  readonly start: string;
  readonly end: string;
} {
  const length = new Date(end).getTime() - new Date(start).getTime();
  return { start: new Date(new Date(start).getTime() - length).toISOString(), end: start };
}

/** What the server is asked. */
export function inputOf(
  question: Question,
  time_range: { readonly start: string; readonly end: string },
): InputOf<'metrics.dashboards.query'> {
  return {
    metrics: question.metrics.map((name) => ({
      name,
      data_type: question.type,
      dimensions: [...question.dimensions],
    })),
    time_range,
    granularity: Number(question.granularity),
    time_zone: question.timeZone,
    filters: filtersOf(question.filters),
    limit: pointsMax,
  };
}

/** Points of one metric that are asked for: what a chart can show of twelve groups. */
export const pointsMax = 5000;

function filtersOf(filters: readonly string[]): Record<string, string[]> {
  const pairs = filters.flatMap((text) => {
    const at = text.indexOf('=');
    return at < 1 ? [] : [[text.slice(0, at).trim(), text.slice(at + 1).trim()] as const];
  });
  const groups = Map.groupBy(pairs, ([name]) => name);
  return Object.fromEntries([...groups].map(([name, values]) => [name, values.map(([, value]) => value)]));
}
