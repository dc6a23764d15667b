/** A number from 0 to below 1 that nobody can foresee; only for spreading waits. */
export function chance(): number {
  return Math.random();
}
