import { QueryClient, type QueryKey, type QueryPersister } from '@tanstack/react-query';
import { isEnding } from './ending-reads.ts';
import { failureOf, isUnreachable } from './failure.ts';
import type { KeptReads } from './kept-reads.ts';

const minuteMs = 60_000;
const keepMs = 500;

/** The cache of reads. Events keep it fresh, so it is not read again for its age alone; what it learns is kept for when the server cannot be reached. */
export function newQueryClient(kept: Pick<KeptReads, 'answer' | 'keep'>): QueryClient {
  const cache: QueryClient = new QueryClient({
    defaultOptions: {
      mutations: { networkMode: 'always' },
      queries: {
        // A server on this computer is there without a network.
        networkMode: 'always',
        enabled: ({ queryKey }) => !isEnding(cache, queryKey),
        persister: answeredByKept(kept),
        staleTime: minuteMs,
        gcTime: 5 * minuteMs,
        refetchOnWindowFocus: false,
        // What the server refused it refuses again; only what never reached it is worth another try.
        retry: (failures, error) => failures < 2 && ['offline', 'defect'].includes(failureOf(error).kind),
        retryDelay: (failures) => 500 * 2 ** failures,
      },
    },
  });
  keepWhatIsRead(cache, kept);
  return cache;
}

const keptAt = new WeakMap<object, Date>();

/** When the server gave what stands in the cache; of an answer that was kept, when it was kept. */
export function readAt({ data, dataUpdatedAt }: { readonly data: unknown; readonly dataUpdatedAt: number }): Date {
  return (typeof data === 'object' && data !== null ? keptAt.get(data) : undefined) ?? new Date(dataUpdatedAt);
}

/** Whether an answer is one that was kept, and not the server's of this moment. */
export function isKept(data: unknown): boolean {
  return typeof data === 'object' && data !== null && keptAt.has(data);
}

/** Where the server cannot be reached and nothing is in the cache, the answer that was kept. */
function answeredByKept(kept: Pick<KeptReads, 'answer'>): QueryPersister {
  return async (read, context, query) => {
    try {
      const answer = await read(context);
      // The cache goes on with the object it has where the answer is the same.
      if (isKept(query.state.data)) keptAt.delete(query.state.data as object);
      return answer;
    } catch (error) {
      if (!isUnreachable(error) || query.state.data !== undefined) throw error;
      const answer = await kept.answer(query.queryHash);
      if (answer === null) throw error;
      keptAt.set(answer.data, answer.at);
      return answer.data;
    }
  };
}

/** Keeps what the server answers and what events make of it, a second's worth at a time. */
function keepWhatIsRead(cache: QueryClient, kept: Pick<KeptReads, 'keep'>): void {
  const queries = cache.getQueryCache();
  const changed = new Set<string>();
  const write = () => {
    const answers = [...changed].flatMap((hash) => {
      const data: unknown = queries.get(hash)?.state.data;
      return typeof data === 'object' && data !== null && !isKept(data) ? [[hash, data] as const] : [];
    });
    changed.clear();
    if (answers.length > 0) void kept.keep(new Map(answers));
  };
  queries.subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success' || !isKeepable(event.query.queryKey)) return;
    if (changed.size === 0) setTimeout(write, keepMs);
    changed.add(event.query.queryHash);
  });
}

/** Who somebody is, and what their sessions are, is asked of the server alone. */
export function isKeepable([name]: QueryKey): boolean {
  return typeof name === 'string' && !name.startsWith('auth.');
}
