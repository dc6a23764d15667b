/**
 * A histogram of values in buckets of equal relative width: any quantile read from it is within 1 % of the value at that rank,
 * and histograms of parts add up to the histogram of the whole.
 *
 * Source: Masson, Rim, Lee: "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees", VLDB 2019.
 */
export const relativeError = 0.01;

/** Upper bound of a bucket over its lower bound. */
export const bucketBase = (1 + relativeError) / (1 - relativeError);

/** Values nearer to zero than this count as zero. */
export const smallestValue = 1e-12;

/** Added to the index of a positive bucket, so that every one of them is above zero; negative values mirror them. */
export const bucketOffset = 2000;

const logBase = Math.log(bucketBase);

/** The bucket of a value; buckets are ordered as their values are. Infinite values have none. */
export function bucketOf(value: number): number {
  const size = Math.abs(value);
  if (size < smallestValue) return 0;
  const bucket = Math.ceil(Math.log(size) / logBase) + bucketOffset;
  return value < 0 ? -bucket : bucket;
}

/** The value that stands for a bucket: within 1 % of everything in it. */
export function valueOf(bucket: number): number {
  if (bucket === 0) return 0;
  const middle = (2 * bucketBase ** (Math.abs(bucket) - bucketOffset)) / (bucketBase + 1);
  return bucket < 0 ? -middle : middle;
}

/** How many values one bucket holds. */
export interface BucketCount {
  readonly bucket: number;
  readonly count: number;
}

/**
 * The value at rank ⌈q·n⌉ of all values, the smallest first, within 1 %.
 *
 * @param q from 0 to 1
 * @param counts in any order; a bucket may come more than once
 * @returns null when there are no values
 */
export function quantileOf(q: number, counts: readonly BucketCount[]): number | null {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(q * total));
  let below = 0;
  for (const { bucket, count } of counts.toSorted((a, b) => a.bucket - b.bucket)) {
    below += count;
    if (below >= rank) return valueOf(bucket);
  }
  return null;
}
