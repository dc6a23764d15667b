import type { OutputOf } from '../../api/operations.ts';
import type { Series } from '../../ui/charts/chart.tsx';

type Answer = OutputOf<'metrics.dashboards.query'>;
type AnsweredMetric = Answer['series'][number];

/** An answer as a chart takes it. */
export interface Charted {
  readonly at: readonly string[];
  readonly series: readonly Series[];
  /** Lines that are neither drawn nor part of another: more than a dozen cannot be told apart, and averages cannot be added. */
  readonly leftOut: number;
}

/** How lines are called. */
export interface LineNames {
  readonly none: string;
  readonly before: (label: string) => string;
  readonly other: (count: number) => string;
}

const linesMax = 12;

/** Lines of every metric and group, the largest first, those after the twelfth as one where they can be added; `before` adds the same of the period before, moved onto this one. */
export function chartedAnswer(answer: Answer, before: Answer | undefined, names: LineNames): Charted {
  const at = momentsOf(answer);
  const lines = answer.series.flatMap((metric) => linesOf(metric, at, names));
  const sorted = [...lines].sort((a, b) => b.size - a.size);
  // Sizes of different metrics say nothing of each other: the largest of each is always there.
  const firsts = new Set(answer.series.map(({ name }) => sorted.find(({ metric }) => metric === name)));
  const byNeed = [...sorted.filter((line) => firsts.has(line)), ...sorted.filter((line) => !firsts.has(line))];
  const chosen = new Set(byNeed.slice(0, linesMax));
  const kept = sorted.filter((line) => chosen.has(line));
  const rest = sorted.filter((line) => !chosen.has(line));
  const others = otherLines(rest, at.length, names);
  const earlier = before === undefined ? [] : earlierLines(before, at.length, names);
  const series = kept.flatMap(({ id, label, values }, color) => {
    const old = earlier.find((line) => line.id === id);
    const own = { id, label, color, values };
    const same = { id: `${id} before`, label: names.before(label), color, values: old?.values ?? [], behind: id };
    return before === undefined ? [own] : [own, same];
  });
  const added = others.reduce((sum, { count }) => sum + count, 0);
  return { at, series: [...series, ...others.map(({ line }) => line)], leftOut: rest.length - added };
}

/** What is left of each metric that can be added, as one line of it; its colour is that of no other. */
function otherLines(rest: readonly Line[], moments: number, names: LineNames) {
  const additive = Map.groupBy(
    rest.filter(({ isAdditive }) => isAdditive),
    ({ metric }) => metric,
  );
  return [...additive].map(([metric, lines]) => {
    const values = Array.from({ length: moments }, (_, index) => sumAt(lines, index));
    const [only, ...others] = lines;
    const label = only !== undefined && others.length === 0 ? only.label : `${metric} · ${names.other(lines.length)}`;
    return { count: lines.length, line: { id: `${metric} other`, label, color: null, values } };
  });
}

function sumAt(lines: readonly Line[], index: number): number | null {
  const there = lines.map(({ values }) => values[index] ?? null).filter((value) => value !== null);
  return there.length === 0 ? null : there.reduce((sum, value) => sum + value, 0);
}

interface Line {
  readonly id: string;
  readonly metric: string;
  readonly isAdditive: boolean;
  readonly label: string;
  readonly values: readonly (number | null)[];
  readonly size: number;
}

function earlierLines(before: Answer, count: number, names: LineNames): readonly Line[] {
  const moments = momentsOf(before).slice(0, count);
  return before.series.flatMap((metric) => linesOf(metric, moments, names));
}

function momentsOf({ series }: Answer): readonly string[] {
  return [...new Set(series.flatMap(({ points }) => points.map(({ timestamp }) => timestamp)))].sort();
}

function linesOf(metric: AnsweredMetric, at: readonly string[], names: LineNames): readonly Line[] {
  const groups = Map.groupBy(metric.points, ({ group }) =>
    JSON.stringify(metric.dimensions.map((name) => group[name])),
  );
  return [...groups].map(([key, points]) => {
    const byMoment = new Map(points.map(({ timestamp, value }) => [timestamp, value]));
    const group = points[0]?.group ?? {};
    const label = [metric.name, ...metric.dimensions.map((name) => group[name] ?? names.none)].join(' · ');
    return {
      id: `${metric.name} ${key}`,
      metric: metric.name,
      isAdditive: metric.aggregation === 'sum' || metric.aggregation === 'count',
      label,
      values: at.map((moment) => byMoment.get(moment) ?? null),
      size: points.reduce((sum, { value }) => sum + Math.abs(value ?? 0), 0),
    };
  });
}
