import type { cache } from '@marquee/api/metrics/cache.contract';
import type { Implements } from '../../kernel/context.ts';
import type { MetricsAsking } from '../series/ask.ts';
import { insertCacheClear } from './cache-clears.store.ts';

/** Kept answers. */
export function cacheService({ metricsAsking }: { readonly metricsAsking: MetricsAsking }): Implements<typeof cache> {
  return {
    async clear({ pattern }, ctx) {
      const workspaceId = await ctx.write(async ({ db, caller, now }) => {
        await insertCacheClear(db, caller.workspaceId, { pattern, at: now().toISOString() });
        return caller.workspaceId;
      });
      return { pattern, cleared: metricsAsking.cache.clear(workspaceId, pattern) };
    },
  };
}
