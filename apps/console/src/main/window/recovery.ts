const windowMs = 60_000;
const reloadsMax = 3;

/** What to do about a page whose process ended: show it again, unless it ends again and again. */
export function decideRecovery(earlierMs: readonly number[], nowMs: number): 'reload' | 'ask' {
  return earlierMs.filter((at) => nowMs - at < windowMs).length < reloadsMax ? 'reload' : 'ask';
}
