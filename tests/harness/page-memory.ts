import type { Page } from 'playwright-core';

/** How much of a page is alive once what nobody holds has been swept. */
export interface Alive {
  /** Those in no document, too. */
  readonly nodes: number;
  readonly listeners: number;
  readonly documents: number;
  readonly functions: number;
}

/** Counts what is alive in a page. What holds a screen that was left holds its nodes, or at least its functions. */
export async function pageMemory(page: Page): Promise<() => Promise<Alive>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const { result } = await devtools.send('Runtime.evaluate', { expression: 'Function.prototype' });
  const prototypeObjectId = idOf(result);
  return async () => {
    // The first sweep runs what waited for it, the second takes what that let go.
    for (let sweep = 0; sweep < 2; sweep += 1) await devtools.send('HeapProfiler.collectGarbage');
    const { objects } = await devtools.send('Runtime.queryObjects', { prototypeObjectId, objectGroup: 'functions' });
    const counted = await devtools.send('Runtime.callFunctionOn', {
      ...{ objectId: idOf(objects), functionDeclaration: 'function () { return this.length; }', returnByValue: true },
    });
    await devtools.send('Runtime.releaseObjectGroup', { objectGroup: 'functions' });
    const { metrics } = await devtools.send('Performance.getMetrics');
    const metric = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
    return {
      nodes: metric('Nodes'),
      listeners: metric('JSEventListeners'),
      documents: metric('Documents'),
      functions: Number(counted.result.value),
    };
  };
}

// A screen has a hundred nodes and some hundred functions at least; calls under way and what React keeps of the last screen come and go.
const slack = { nodes: 20, listeners: 10, documents: 0, functions: 150 } satisfies Alive;

/** Whether no more is alive than was before, but for what comes and goes. */
export function isNoMore(now: Alive, before: Alive): boolean {
  return (['nodes', 'listeners', 'documents', 'functions'] as const).every(
    (kind) => now[kind] <= before[kind] + slack[kind],
  );
}

function idOf({ objectId }: { readonly objectId?: string }): string {
  if (objectId === undefined) throw new Error('The browser names no object');
  return objectId;
}
