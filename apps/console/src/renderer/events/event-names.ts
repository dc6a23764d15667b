import { useEffect, useState } from 'react';

/** The names of every event there is, loaded with the contract when they are first needed. */
export function useEventNames(): readonly string[] {
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void loadNames().then((loaded) => {
      if (isCurrent) setNames(loaded);
    });
    return () => {
      isCurrent = false;
    };
  }, []);
  return names;
}

async function loadNames(): Promise<readonly string[]> {
  await import('../api/zod-jitless.ts');
  const [{ events }, { eventsOf }] = await Promise.all([import('@marquee/api'), import('@marquee/api/operation')]);
  return eventsOf(events).map(({ name }) => name);
}

/** The beginnings that several names share, as a webhook takes them: `messaging.campaigns.*`. */
export function prefixesOf(names: readonly string[]): readonly string[] {
  const groups = Map.groupBy(names, (name) => name.slice(0, name.lastIndexOf('.')));
  return [...groups].filter(([, members]) => members.length > 1).map(([prefix]) => `${prefix}.*`);
}
