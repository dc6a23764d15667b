import { bucketStart } from '@marquee/rules/metrics/range-plan';

const quarterMs = 900_000;

/** When the local day of an instant begins, for many instants: no zone's day begins within a quarter of an hour of UTC. */
export function dayStarts(zone: string): (atMs: number) => number {
  const known = new Map<number, number>();
  return (atMs) => {
    const quarter = Math.floor(atMs / quarterMs);
    const found = known.get(quarter);
    if (found !== undefined) return found;
    const start = bucketStart(quarter * quarterMs, 86_400, zone);
    known.set(quarter, start);
    return start;
  };
}
