import type { Entry } from './palette-entries.ts';

// The reference's other forms are pages themselves.
const ownPages: ReadonlyMap<string, string> = new Map([
  ['system.docs', '/docs'],
  ['system.redoc', '/redoc'],
  ['system.openapi', '/openapi.json'],
]);

/** Every operation of the API, leading to where it is described and can be tried. */
export async function operationEntries(): Promise<readonly Entry[]> {
  await import('../../api/zod-jitless.ts');
  const [{ contract }, { operationsOf }] = await Promise.all([
    import('@marquee/api'),
    import('@marquee/api/operation'),
  ]);
  return operationsOf(contract).map(([name, { summary }]) => ({
    label: name,
    detail: summary,
    path: ownPages.get(name) ?? `/docs#/${name.split('.')[0] ?? ''}/${name}`,
    isOutside: true,
  }));
}
