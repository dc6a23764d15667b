import type { ConsoleSizes } from '@marquee/tests/harness/console/console-sizes.ts';
import type { Figure } from '../harness/results.ts';
import type { DesktopStart } from './desktop.ts';
import type { FirstLoad } from './first-load.ts';
import type { Interactions } from './interactions.ts';
import type { LiveChanges, Reconnections } from './live.ts';
import type { Filtering, Scrolling } from './long-list.ts';
import type { Soak } from './soak.ts';

/** All that was measured of the console. */
export interface ConsoleMeasured {
  readonly sizes: ConsoleSizes;
  readonly load: FirstLoad;
  readonly filtering: Filtering;
  readonly scrolling: Scrolling;
  readonly interactions: Interactions;
  readonly live: LiveChanges;
  readonly cuts: Reconnections;
  readonly desktop: DesktopStart;
  readonly soak: Soak;
}

/** What is told of it. Sizes, counts and ratios fail the run where they miss; times depend on the machine and are shown. */
export function consoleFigures(measured: ConsoleMeasured): readonly Figure[] {
  return [
    ...sizeFigures(measured.sizes),
    ...loadFigures(measured),
    ...listFigures(measured),
    ...inputFigures(measured.interactions),
    ...liveFigures(measured),
    ...soakFigures(measured.soak),
  ];
}

function sizeFigures({ loadedBy, largestScript, allScripts }: ConsoleSizes): readonly Figure[] {
  const overview = loadedBy('overview/overview.page.tsx');
  return [
    { name: 'scripts of the first load, gz', value: overview.js, unit: 'kB', target: { max: 280 } },
    { name: 'styles of the first load, gz', value: overview.css, unit: 'kB', target: { max: 42 } },
    { name: 'the largest script, gz', value: largestScript, unit: 'kB', target: { max: 190 } },
    { name: 'all scripts, gz', value: allScripts, unit: 'kB', target: { max: 900 } },
  ];
}

function loadFigures({ load, desktop }: ConsoleMeasured): readonly Figure[] {
  return [
    time('first contentful paint, cold', load.firstPaintMs, 600),
    time('Overview usable, cold', load.usableMs, 1200),
    time('desktop, packaged: first paint after its start', desktop.firstPaintMs, 1000),
    { name: 'desktop, packaged: sign-in ready', value: desktop.signInMs, unit: 'ms' },
    time('desktop, packaged: rows, without the typing', desktop.rowsMs, 2000),
  ];
}

function listFigures({ filtering, scrolling }: ConsoleMeasured): readonly Figure[] {
  return [
    time('15,000 contacts: a filter’s answer', filtering.answerMs, 150),
    { name: '15,000 contacts: its rows on screen after the last key', value: filtering.shownMs, unit: 'ms' },
    time('100,000 contacts: frame while scrolling, p95', scrolling.frameP95Ms, 25),
    { name: '100,000 contacts: worst frame', value: scrolling.worstFrameMs, unit: 'ms' },
    { name: '100,000 contacts: rows that went past', value: scrolling.rows, unit: 'count' },
    {
      name: '100,000 contacts: most elements of the table',
      value: scrolling.mostNodes,
      unit: 'count',
      target: { max: 500 },
    },
  ];
}

function inputFigures({ count, p95Ms, worstMs, routeP95Ms }: Interactions): readonly Figure[] {
  return [
    { name: 'clicks and keys', value: count, unit: 'count', target: { min: 100 } },
    time('click or key to the next paint, p95', p95Ms, 100),
    { name: 'click or key to the next paint, worst', value: worstMs, unit: 'ms' },
    time('another screen with data read before, p95', routeP95Ms, 100),
  ];
}

function liveFigures({ live, cuts }: ConsoleMeasured): readonly Figure[] {
  return [
    time(`a change of somebody else on screen, p95 of ${live.count}`, live.p95Ms, 500),
    { name: 'a change of somebody else on screen, median', value: live.medianMs, unit: 'ms' },
    time('live again after the stream is cut, worst', cuts.worstMs, 3000),
    { name: 'live again after the stream is cut, median', value: cuts.medianMs, unit: 'ms' },
    { name: 'changes lost by cuts', value: cuts.lost, unit: 'count', target: { max: 0 } },
  ];
}

function soakFigures({ heapMb, growth, rounds, events, ...kept }: Soak): readonly Figure[] {
  return [
    { name: 'heap after the soak', value: heapMb, unit: 'MB', target: { max: 120 } },
    { name: 'heap, last third of the soak by the first', value: growth, unit: 'ratio', target: { max: 1.1 } },
    { name: 'of it objects, functions and text', value: kept.keptMb, unit: 'MB' },
    { name: 'these, end of the soak by round two', value: kept.keptGrowth, unit: 'ratio', target: { max: 1.1 } },
    { name: 'rounds of twenty screens in the soak', value: rounds, unit: 'count' },
    { name: 'changes by others in the soak', value: events, unit: 'count' },
  ];
}

function time(name: string, value: number, max: number): Figure {
  return { name, value, unit: 'ms', target: { max }, isShownOnly: true };
}
