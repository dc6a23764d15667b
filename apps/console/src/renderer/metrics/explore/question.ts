import { addDays, localDay, startOfLocalDay } from '@marquee/rules/time/local-time';
import type { InputOf } from '../../api/operations.ts';
import type { UrlState } from '../../ui/filters/use-url-state.ts';

/** One metric as the server is asked for it. */
export type MetricAsked = InputOf<'metrics.dashboards.query'>['metrics'][number];

/** A question of metrics as the explorer's address has it. */
export interface Question {
  readonly type: string;
  readonly metrics: readonly string[];
  readonly dimensions: readonly string[];
  /** Metrics that stand beside those: of another data type, grouped or aggregated in another way. */
  readonly more: readonly MetricAsked[];
  /** `dimension=value`; several of one dimension mean any of them. */
  readonly filters: readonly string[];
  /** One of `ranges`, or another length that ends now: `14d`, `5400s`. */
  readonly range: string;
  /** Days of a range of one's own, the last one included. */
  readonly from: string;
  readonly until: string;
  /** Seconds of one bucket. */
  readonly granularity: string;
  readonly timeZone: string;
  readonly isCompared: boolean;
}

/** Ranges that are offered: some that end now, and days of one's own. */
export const ranges = ['1d', '7d', '28d', '90d', 'days'] as const;

/** Seconds of one bucket that are offered. */
export const granularities = ['60', '900', '3600', '86400'] as const;

const daySeconds = 86_400;

/** The seconds of a range that ends now; null for days of one's own, and for what is no range. */
export function lastSeconds(range: string): number | null {
  const [, count = '', unit] = /^([1-9]\d{0,8})([ds])$/.exec(range) ?? [];
  return count === '' ? null : Number(count) * (unit === 'd' ? daySeconds : 1);
}

/** How a range of so many seconds that ends now is written: in days where they are whole. */
export function rangeName(seconds: number): string {
  return seconds % daySeconds === 0 ? `${seconds / daySeconds}d` : `${seconds}s`;
}

/** Reads the address; what it does not say is the last 28 days, by day, in the workspace's zone. */
export function questionOf(
  url: UrlState,
  { timeZone, today }: { readonly timeZone: string; readonly today: string },
): Question {
  return {
    type: url['type'] ?? '',
    metrics: listIn(url['metrics']),
    dimensions: listIn(url['by']),
    more: metricsIn(url['more']),
    filters: listIn(url['where']),
    range: rangeIn(url['range']),
    from: url['from'] ?? addDays(today, -27),
    until: url['until'] ?? today,
    granularity: bucketIn(url['every']),
    timeZone: url['zone'] ?? timeZone,
    isCompared: url['compare'] === 'yes',
  };
}

/** The address of a change; lists are JSON, for a name may hold any character. */
export function listText(items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : JSON.stringify(items);
}

function rangeIn(text = ''): string {
  return text === 'days' || lastSeconds(text) !== null ? text : '28d';
}

function bucketIn(text = ''): string {
  const seconds = /^\d{2,5}$/.test(text) ? Number(text) : 0;
  return seconds >= 60 && seconds <= daySeconds ? String(seconds) : '86400';
}

/** What no metric can be is left out; the server says of the rest what it cannot answer. */
function metricsIn(text: string | undefined): readonly MetricAsked[] {
  return jsonList(text).filter((item): item is MetricAsked => {
    if (typeof item !== 'object' || item === null) return false;
    const { name, data_type, dimensions = [] } = item as Partial<MetricAsked>;
    return typeof name === 'string' && typeof data_type === 'string' && Array.isArray(dimensions);
  });
}

/** Every metric that is asked for. */
export function metricsOf({ type, metrics, dimensions, more }: Question): readonly MetricAsked[] {
  return [...metrics.map((name) => ({ name, data_type: type, dimensions: [...dimensions] })), ...more];
}

function listIn(text: string | undefined): readonly string[] {
  return jsonList(text).map(String);
}

function jsonList(text: string | undefined): readonly unknown[] {
  if (text === undefined) return [];
  try {
    const items: unknown = JSON.parse(text);
    return Array.isArray(items) ? items : [];
  } catch {
    return [];
  }
}

/** The instants that are asked about. A range that ends now ends with the minute, so that the same question is the same. */
export function rangeOf(question: Question, now: Date): { readonly start: string; readonly end: string } {
  const seconds = lastSeconds(question.range);
  if (seconds === null) {
    const { from, until, timeZone } = question;
    return {
      start: startOfLocalDay(from, timeZone).toISOString(),
      end: startOfLocalDay(addDays(until, 1), timeZone).toISOString(),
    };
  }
  if (question.granularity === '86400' && seconds % daySeconds === 0) {
    // Whole local days, today's included.
    const today = localDay(now, question.timeZone);
    return {
      start: startOfLocalDay(addDays(today, 1 - seconds / daySeconds), question.timeZone).toISOString(),
      end: startOfLocalDay(addDays(today, 1), question.timeZone).toISOString(),
    };
  }
  const end = Math.ceil(now.getTime() / 60_000) * 60_000;
  return { start: new Date(end - seconds * 1000).toISOString(), end: new Date(end).toISOString() };
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
    metrics: [...metricsOf(question)],
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
