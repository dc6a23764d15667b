/** Calls that were allowed together: from when, and since when all of them are known to have ended. */
export interface Grant {
  readonly id: string;
  readonly count: number;
  readonly atMs: number;
  readonly settledAtMs: number | null;
}

/** What may go now under a limit for any window of one second. */
export interface Room {
  readonly room: number;
  /** 0 when there is room, else how long until asking again pays. */
  readonly waitMs: number;
  /** The grants that still count; the others can be forgotten. */
  readonly live: readonly Grant[];
}

/**
 * How many calls may begin now so that in no window of one second more than `max` reach the provider.
 *
 * A call counts from its grant until a second after it ended. Counting from the grant alone would let slow calls of an earlier
 * second meet fast ones of the next; counting this way, the limit holds whatever the network does. What a crash left unsettled
 * counts until no call can last longer.
 *
 * @param max calls in any one second; at least 1
 */
export function roomFor(grants: readonly Grant[], max: number, nowMs: number): Room {
  const live = gathered(grants.filter((grant) => nowMs < freeAtMs(grant)));
  const used = live.reduce((sum, grant) => sum + grant.count, 0);
  const room = Math.max(0, Math.floor(max) - used);
  if (room > 0) return { room, waitMs: 0, live };
  const settled = live.filter((grant) => grant.settledAtMs !== null).map(freeAtMs);
  const waitMs = settled.length === 0 ? unsettledPollMs : Math.max(1, Math.min(...settled) - nowMs);
  return { room: 0, waitMs, live };
}

/**
 * Many grants as few: those whose calls ended about the same time count as one that ended with the last of them. A fast pace
 * would else carry hundreds, which every grant reads and writes.
 */
function gathered(grants: readonly Grant[]): readonly Grant[] {
  if (grants.length <= grantsKept) return grants;
  const slots = Map.groupBy(grants, ({ id, settledAtMs }) =>
    settledAtMs === null ? id : Math.floor(settledAtMs / slotMs),
  );
  return [...slots.values()].flatMap((together) => {
    const [first, ...others] = together;
    if (first === undefined || others.length === 0) return together;
    const count = together.reduce((sum, grant) => sum + grant.count, 0);
    return [{ ...first, count, settledAtMs: Math.max(...together.map(({ settledAtMs }) => settledAtMs ?? 0)) }];
  });
}

const grantsKept = 24;
const slotMs = 50;
const windowMs = 1000;
// The edges of two machines' clock readings: both are rounded to a millisecond.
const edgeMs = 5;
const callMsMax = 30_000;
const unsettledPollMs = 50;

function freeAtMs(grant: Grant): number {
  return grant.settledAtMs === null ? grant.atMs + callMsMax : grant.settledAtMs + windowMs + edgeMs;
}
