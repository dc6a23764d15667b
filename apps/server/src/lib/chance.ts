/** From 0 to below 1, never twice the same on purpose: for jitter, not for secrets. */
export function randomChance(): number {
  return Math.random();
}
