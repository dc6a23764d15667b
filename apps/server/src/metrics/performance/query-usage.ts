/** What one workspace, or all of them, asked of this process since it started. */
export interface UsageCounts {
  /** Questions answered from the cache, or together with an equal one. */
  readonly hits: number;
  /** Questions computed. */
  readonly misses: number;
  /** Answers put into the cache. */
  readonly stored: number;
  /** Questions being computed. */
  readonly running: number;
  /** Mean time to compute one; null before the first. */
  readonly averageMs: number | null;
  /** Of the last computed ones; null before the first. */
  readonly p95Ms: number | null;
  readonly uploads: { readonly batches: number; readonly rows: number; readonly averageMs: number | null };
}

/** Counts what metrics are asked. */
export interface QueryUsage {
  countHit(workspaceId: string): void;
  /** Counts a question that is computed and times it; `store` says that its answer was kept. */
  compute<T>(workspaceId: string, work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }>;
  countUpload(workspaceId: string, upload: { readonly rows: number; readonly ms: number }): void;
  countStored(workspaceId: string): void;
  of(workspaceId: string): UsageCounts;
  readonly total: UsageCounts;
}

const timesKept = 1000;
const workspacesMax = 10_000;

/**
 * Counts by workspace, of the 10,000 that asked last, and altogether.
 *
 * @param elapsedMs milliseconds on a clock that never goes back
 */
export function queryUsage(elapsedMs: () => number): QueryUsage {
  const total = new Tally();
  const tallies = new Map<string, Tally>();
  const both = (workspaceId: string): readonly Tally[] => {
    const own = tallies.get(workspaceId) ?? new Tally();
    tallies.delete(workspaceId);
    tallies.set(workspaceId, own);
    if (tallies.size > workspacesMax) tallies.delete(tallies.keys().next().value ?? '');
    return [own, total];
  };
  return {
    countHit: (workspaceId) => both(workspaceId).forEach((tally) => (tally.hits += 1)),
    countStored: (workspaceId) => both(workspaceId).forEach((tally) => (tally.stored += 1)),
    countUpload: (workspaceId, upload) => both(workspaceId).forEach((tally) => tally.addUpload(upload)),
    async compute(workspaceId, work) {
      const counted = both(workspaceId);
      const startedMs = elapsedMs();
      for (const tally of counted) tally.running += 1;
      try {
        const value = await work();
        const ms = elapsedMs() - startedMs;
        for (const tally of counted) tally.addTime(ms);
        return { value, ms };
      } finally {
        for (const tally of counted) tally.running -= 1;
      }
    },
    of: (workspaceId) => (tallies.get(workspaceId) ?? new Tally()).counts(),
    get total() {
      return total.counts();
    },
  };
}

/** Hits of all questions, 0 to 1; null before the first. */
export function hitRate({ hits, misses }: Pick<UsageCounts, 'hits' | 'misses'>): number | null {
  return hits + misses === 0 ? null : hits / (hits + misses);
}

/** What health tells of them; seconds. */
export function summaryOf({ hits, misses, averageMs }: UsageCounts) {
  return {
    queries_processed: hits + misses,
    avg_latency: averageMs === null ? null : averageMs / 1000,
    cache_hit_rate: hitRate({ hits, misses }),
  };
}

class Tally {
  hits = 0;
  stored = 0;
  running = 0;
  private misses = 0;
  private sumMs = 0;
  private readonly lastMs: number[] = [];
  private batches = 0;
  private rows = 0;
  private uploadMs = 0;

  addTime(ms: number): void {
    this.lastMs[this.misses % timesKept] = ms;
    this.misses += 1;
    this.sumMs += ms;
  }

  addUpload({ rows, ms }: { readonly rows: number; readonly ms: number }): void {
    this.batches += 1;
    this.rows += rows;
    this.uploadMs += ms;
  }

  counts(): UsageCounts {
    const { hits, misses, stored, running, batches, rows } = this;
    const sorted = this.lastMs.toSorted((a, b) => a - b);
    return {
      ...{ hits, misses, stored, running },
      averageMs: misses === 0 ? null : this.sumMs / misses,
      p95Ms: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? null,
      uploads: { batches, rows, averageMs: batches === 0 ? null : this.uploadMs / batches },
    };
  }
}
