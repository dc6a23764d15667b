/** Runs at once, then at most once in a while for each name: a burst of events is two reads, not two hundred. */
export function coalesced(everyMs: number, run: (name: string) => void): (name: string) => void {
  const waiting = new Map<string, boolean>();
  const again = (name: string) => {
    const isWanted = waiting.get(name) === true;
    waiting.delete(name);
    if (isWanted) start(name);
  };
  const start = (name: string) => {
    waiting.set(name, false);
    setTimeout(() => again(name), everyMs);
    run(name);
  };
  return (name) => {
    if (waiting.has(name)) waiting.set(name, true);
    else start(name);
  };
}
