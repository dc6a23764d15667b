/**
 * Waits for work that tells of itself, until it has ended or was silent for so long; then it goes on by itself.
 *
 * @param work calls `heard` whenever it got on; its failure is the caller's, if it is still waited for
 */
export async function whileHeardOf(silenceMs: number, work: (heard: () => void) => Promise<unknown>): Promise<void> {
  const silent = Promise.withResolvers<void>();
  const timer = setTimeout(silent.resolve, silenceMs);
  let isOver = false;
  try {
    await Promise.race([work(() => void (isOver || timer.refresh())), silent.promise]);
  } finally {
    isOver = true;
    clearTimeout(timer);
  }
}
