import { consoleSizes, type ConsoleSizes } from '@marquee/tests/harness/console-sizes.ts';
import { startInstallation } from '../installation.ts';
import type { BenchResult, Figure } from '../results.ts';
import { openBrowser } from './browser.ts';
import { firstLoad, pauseCampaign, type FirstLoad } from './first-load.ts';

/** The console in a real browser over a whole installation: what it weighs, and how long people wait for it. */
export async function consoleBench(): Promise<BenchResult> {
  const sizes = await consoleSizes();
  await using installation = await startInstallation();
  await installation.engine();
  await using browser = await openBrowser(installation);
  await pauseCampaign(installation.api);
  const load = await firstLoad(browser);
  return {
    title: 'The console in a browser',
    method: '',
    figures: [...sizeFigures(sizes), ...loadFigures(load)],
  };
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

function loadFigures({ firstPaintMs, scriptsMs, usableMs }: FirstLoad): readonly Figure[] {
  return [
    { name: 'first contentful paint, cold', value: firstPaintMs, unit: 'ms', target: { max: 600 }, isShownOnly: true },
    { name: 'the last script of it had come', value: scriptsMs, unit: 'ms' },
    { name: 'Overview usable, cold', value: usableMs, unit: 'ms', target: { max: 1200 }, isShownOnly: true },
  ];
}
