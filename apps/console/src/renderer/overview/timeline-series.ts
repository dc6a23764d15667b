import type { OutputOf } from '../api/operations.ts';
import type { Series } from '../ui/charts/chart.tsx';

type Point = OutputOf<'messaging.monitoring.timeline'>['points'][number];

const hourMs = 3_600_000;

/** Every UTC hour from the one that holds `since` to the one that holds `now`. */
export function hoursUntil(since: string, now: Date): readonly string[] {
  const first = Math.floor(new Date(since).getTime() / hourMs);
  const last = Math.floor(now.getTime() / hourMs);
  return Array.from({ length: Math.max(1, last - first + 1) }, (_, n) => new Date((first + n) * hourMs).toISOString());
}

/** What became of the messages of each hour: parts that add up to what was sent in it. */
export function timelineSeries(
  points: readonly Point[],
  at: readonly string[],
  words: { readonly delivered: string; readonly failed: string; readonly inFlight: string },
): readonly Series[] {
  const values = (of: (point: Point) => number) => valuesByHour(points, at, of);
  return [
    { id: 'delivered', label: words.delivered, color: 1, values: values((point) => point.messages_delivered) },
    { id: 'in_flight', label: words.inFlight, color: 0, values: values((point) => point.messages_in_flight) },
    { id: 'failed', label: words.failed, color: 2, values: values((point) => point.messages_failed) },
  ];
}

/** One number of each hour; an hour without a point is one without messages. */
function valuesByHour(
  points: readonly Point[],
  at: readonly string[],
  of: (point: Point) => number,
): readonly number[] {
  const byHour = new Map(points.map((point) => [new Date(point.at).getTime(), of(point)]));
  return at.map((hour) => byHour.get(new Date(hour).getTime()) ?? 0);
}
