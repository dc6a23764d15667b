/**
 * The names that somebody who wrote `name` may have meant, best first: few letters away, or made of the same words.
 *
 * @param known every name there is
 * @param most how many to tell
 */
export function nearNames(name: string, known: readonly string[], most = 3): readonly string[] {
  const asked = name.toLowerCase();
  return known
    .map((each) => ({ each, distance: distanceOf(asked, each.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(2, asked.length / 3))
    .toSorted((a, b) => a.distance - b.distance || (a.each < b.each ? -1 : 1))
    .slice(0, most)
    .map(({ each }) => each);
}

/** Letters to change, with whole words in any order for nearly nothing. */
function distanceOf(a: string, b: string): number {
  return Math.min(editDistance(a, b), wordDistance(a, b));
}

function wordDistance(a: string, b: string): number {
  const sorted = [a, b].map((each) => each.split(/[._-]/).toSorted().join('.'));
  return editDistance(sorted[0] ?? '', sorted[1] ?? '') + 1;
}

/** Letters to add, drop, replace or swap with their neighbour until one text is the other (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_each, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        at(last, j) + 1,
        at(row, j - 1) + 1,
        at(last, j - 1) + cost,
        isSwap ? at(beforeLast, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
