import { QueryClient } from '@tanstack/react-query';
import { failureOf } from './failure.ts';

const minuteMs = 60_000;

/** The cache of reads. Events keep it fresh, so it is not read again for its age alone. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: minuteMs,
        gcTime: 5 * minuteMs,
        refetchOnWindowFocus: false,
        // What the server refused it refuses again; only what never reached it is worth another try.
        retry: (failures, error) => failures < 2 && ['offline', 'defect'].includes(failureOf(error).kind),
        retryDelay: (failures) => 500 * 2 ** failures,
      },
    },
  });
}
