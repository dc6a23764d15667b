import type { Query, QueryClient, QueryKey } from '@tanstack/react-query';

const endings = new WeakMap<QueryClient, Set<object>>();

/** Whether a read is about a record that is being deleted, so that it is not worth asking. */
export function isEnding(cache: QueryClient, queryKey: QueryKey): boolean {
  return [...(endings.get(cache) ?? [])].some((record) => isAbout(record, queryKey));
}

interface Ending<Output> {
  /** Deletes the record. */
  readonly remove: () => Promise<Output>;
  /** Leaves the screen that shows it. */
  readonly leave: () => Promise<void>;
}

/**
 * Deletes a record without reading it again meanwhile: an event may make its reads old at any moment, and a read that reached
 * the server after the deletion would be refused. Reads of it on their way are given up; if it is not deleted, they are made again.
 *
 * @param record names the record, as the deletion's input does: every read whose input has these fields is about it
 */
export async function endReads<Output>(
  cache: QueryClient,
  record: object,
  { remove, leave }: Ending<Output>,
): Promise<Output> {
  const records = endings.get(cache) ?? new Set();
  endings.set(cache, records.add(record));
  const filter = { predicate: ({ queryKey }: Query) => isAbout(record, queryKey) };
  await cache.cancelQueries(filter);
  const output = await remove().catch((error: unknown) => {
    records.delete(record);
    void cache.invalidateQueries(filter);
    throw error;
  });
  await leave();
  whenUnused(cache, filter, () => {
    cache.removeQueries(filter);
    records.delete(record);
  });
  return output;
}

function isAbout(record: object, [, input]: QueryKey): boolean {
  if (typeof input !== 'object' || input === null) return false;
  const asked: Readonly<Record<string, unknown>> = { ...input };
  return Object.entries(record).every(([field, value]) => asked[field] === value);
}

/** Runs once no screen shows the reads: a screen that was left may be there a moment longer. */
function whenUnused(
  cache: QueryClient,
  filter: { readonly predicate: (query: Query) => boolean },
  run: () => void,
): void {
  const queries = cache.getQueryCache();
  const isUsed = () => queries.findAll(filter).some((query) => query.getObserversCount() > 0);
  if (!isUsed()) return run();
  const stop = queries.subscribe((event) => {
    if (event.type !== 'observerRemoved' || isUsed()) return;
    stop();
    run();
  });
}
