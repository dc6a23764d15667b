import type { Entry } from './palette-entries.ts';

/** Every operation of the API, leading to where it is described and can be tried. */
export async function operationEntries(): Promise<readonly Entry[]> {
  await import('../api/zod-jitless.ts');
  const [{ contract }, { operationsOf }] = await Promise.all([
    import('@marquee/api'),
    import('@marquee/api/operation'),
  ]);
  return operationsOf(contract).map(([name, { summary }]) => ({
    label: name,
    detail: summary,
    path: `/docs#/${name.split('.')[0] ?? ''}/${name}`,
  }));
}
