import { editDistance } from '../text/near-names.ts';

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

/** Letters to change; a text within the other is near. */
function distanceOf(a: string, b: string): number {
  if (a === b) return 0;
  const isPart = (b.length >= partMin && a.includes(b)) || (a.length >= partMin && b.includes(a));
  return isPart ? 1 : editDistance(a, b);
}
