/** The middle of some measurements; the mean of the middle two when they are even in number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const pair = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return pair.reduce<number>((sum, each) => sum + (each ?? Number.NaN), 0) / 2;
}

/** The value that `share` of all stay at or below, such as 0.95. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** What one round measured of each contestant. */
export interface Round<T> {
  readonly ours: T;
  readonly rival: T;
}

/**
 * Runs two contestants in turns, so that whatever else the machine does meets both. Who goes first changes every round.
 *
 * @returns one entry a round
 */
export async function interleaved<T>(
  rounds: number,
  { ours, rival }: { readonly ours: () => Promise<T>; readonly rival: () => Promise<T> },
): Promise<readonly Round<T>[]> {
  const measured: Round<T>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) {
      const mine = await ours();
      measured.push({ ours: mine, rival: await rival() });
    } else {
      const theirs = await rival();
      measured.push({ ours: await ours(), rival: theirs });
    }
  }
  return measured;
}

/** The median, over rounds, of ours divided by the rival's. */
export function medianRatio<T>(rounds: readonly Round<T>[], value: (measured: T) => number): number {
  return median(rounds.map(({ ours, rival }) => value(ours) / value(rival)));
}
