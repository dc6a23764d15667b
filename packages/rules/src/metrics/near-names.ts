const nearMax = 5;
/** A letter or two lie within nearly every name. */
const partMin = 3;

/** The names most like one that is unknown, the most alike first, at most five: for messages. */
export function nearest(name: string, known: ReadonlySet<string>): readonly string[] {
  const asked = name.toLowerCase().slice(0, 128);
  return [...known]
    .map((candidate) => ({ candidate, distance: distanceOf(asked, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(2, Math.ceil(candidate.length / 2)))
    .toSorted((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate, 'en'))
    .slice(0, nearMax)
    .map(({ candidate }) => candidate);
}

/** Insertions, deletions and replacements that make one text the other; a text within the other is near. */
function distanceOf(a: string, b: string): number {
  if (a === b) return 0;
  if ((b.length >= partMin && a.includes(b)) || (a.length >= partMin && b.includes(a))) return 1;
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[b.length] ?? 0;
}
