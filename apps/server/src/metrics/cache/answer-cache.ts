import { globOf } from '@marquee/rules/metrics/glob';

/** What an answer is kept under. */
export interface AnswerKey {
  readonly workspaceId: string;
  /** Of the whole question, the caller's rights and the data's versions: equal ones have equal answers. */
  readonly digest: string;
  /** What patterns are matched with, such as `dashboard:meta_ads`. */
  readonly label: string;
  /** The last clearing that the asker knows of. */
  readonly lastClear: number;
}

/** An answer and how it was come by. */
export interface Kept<Answer> {
  readonly answer: Answer;
  /** Kept from an earlier question, or computed for an equal one that was under way. */
  readonly isHit: boolean;
}

/** Computes an answer; the signal fires when nobody waits for it any more. */
export type ComputeAnswer<Answer> = (
  signal: AbortSignal,
) => Promise<{ readonly answer: Answer; readonly bytes: number }>;

/** What the cache holds of one workspace. */
export interface Holding {
  readonly entries: number;
  readonly bytes: number;
}

/** Answers of every workspace, each kept until it is cleared, grows old, or makes room for others. */
export interface AnswerCache<Answer> {
  /** The kept answer, or the one that is being computed for an equal question, or a new one. */
  get(key: AnswerKey, compute: ComputeAnswer<Answer>, signal: AbortSignal): Promise<Kept<Answer>>;
  /** Forgets the answers of a workspace whose label matches; those under way will not be kept. */
  clear(workspaceId: string, pattern: string): number;
  /**
   * Applies clearings of other processes.
   *
   * @param lastClear the last one there is
   */
  follow(workspaceId: string, clears: { readonly lastClear: number; readonly cleared: readonly string[] }): void;
  /** The last clearing that was followed; null when the workspace has not been seen, and so has nothing kept. */
  seenClear(workspaceId: string): number | null;
  holding(workspaceId: string): Holding;
  readonly total: Holding;
  readonly bytesMax: number;
}

/** How much is kept, and for how long. */
export interface CacheBounds {
  readonly bytesMax: number;
  readonly keptMaxMs: number;
  /** Milliseconds on a clock that never goes back. */
  readonly elapsedMs: () => number;
}

interface Entry<Answer> {
  readonly key: AnswerKey;
  readonly answer: Answer;
  readonly bytes: number;
  readonly sinceMs: number;
}

interface Flight<Answer> {
  readonly label: string;
  readonly result: Promise<Answer>;
  /** Called when the last who waited has left: the next one begins anew. */
  readonly abandon: () => void;
  waiting: number;
  isKept: boolean;
}

interface Shelf<Answer> {
  readonly entries: Map<string, Entry<Answer>>;
  readonly flights: Map<string, Flight<Answer>>;
  bytes: number;
  seenClear: number;
}

/** Bytes of an entry besides its answer, about. */
const entryBytes = 512;

/** A cache that bounds its bytes by forgetting what was asked for the longest ago. */
export function answerCache<Answer>(bounds: CacheBounds): AnswerCache<Answer> {
  return new BoundedCache(bounds);
}

class BoundedCache<Answer> implements AnswerCache<Answer> {
  private readonly shelves = new Map<string, Shelf<Answer>>();
  /** Every entry, by when it was last asked for. */
  private readonly byUse = new Map<string, Entry<Answer>>();
  private readonly bounds: CacheBounds;
  private bytes = 0;

  constructor(bounds: CacheBounds) {
    this.bounds = bounds;
  }

  get bytesMax(): number {
    return this.bounds.bytesMax;
  }

  get total(): Holding {
    return { entries: this.byUse.size, bytes: this.bytes };
  }

  async get(key: AnswerKey, compute: ComputeAnswer<Answer>, signal: AbortSignal): Promise<Kept<Answer>> {
    signal.throwIfAborted();
    const shelf = this.shelfOf(key);
    const kept = this.used(shelf, key);
    if (kept !== undefined) return { answer: kept.answer, isHit: true };
    const under = shelf.flights.get(key.digest);
    if (under !== undefined) return { answer: await joined(under, signal), isHit: true };
    return { answer: await joined(this.begin(shelf, key, compute), signal), isHit: false };
  }

  clear(workspaceId: string, pattern: string): number {
    const shelf = this.shelves.get(workspaceId);
    if (shelf === undefined) return 0;
    const matches = globOf(pattern);
    const found = [...shelf.entries.values()].filter(({ key }) => matches(key.label));
    for (const entry of found) this.forget(entry);
    for (const [digest, flight] of shelf.flights) {
      if (!matches(flight.label)) continue;
      flight.isKept = false;
      shelf.flights.delete(digest);
    }
    return found.length;
  }

  follow(
    workspaceId: string,
    { lastClear, cleared }: { readonly lastClear: number; readonly cleared: readonly string[] },
  ): void {
    const shelf = this.shelves.get(workspaceId);
    if (shelf === undefined) return; // it has nothing to forget
    if (lastClear <= shelf.seenClear) return;
    shelf.seenClear = lastClear;
    for (const pattern of new Set(cleared)) this.clear(workspaceId, pattern);
  }

  seenClear(workspaceId: string): number | null {
    return this.shelves.get(workspaceId)?.seenClear ?? null;
  }

  holding(workspaceId: string): Holding {
    const shelf = this.shelves.get(workspaceId);
    return { entries: shelf?.entries.size ?? 0, bytes: shelf?.bytes ?? 0 };
  }

  private shelfOf({ workspaceId, lastClear }: AnswerKey): Shelf<Answer> {
    const known = this.shelves.get(workspaceId);
    if (known !== undefined) return known;
    const made: Shelf<Answer> = { entries: new Map(), flights: new Map(), bytes: 0, seenClear: lastClear };
    this.shelves.set(workspaceId, made);
    return made;
  }

  /** The entry of a key that is not too old, as the last one asked for. */
  private used(shelf: Shelf<Answer>, { digest }: AnswerKey): Entry<Answer> | undefined {
    const entry = shelf.entries.get(digest);
    if (entry === undefined) return undefined;
    if (this.bounds.elapsedMs() - entry.sinceMs > this.bounds.keptMaxMs) {
      this.forget(entry);
      return undefined;
    }
    this.byUse.delete(placeOf(entry.key));
    this.byUse.set(placeOf(entry.key), entry);
    return entry;
  }

  private begin(shelf: Shelf<Answer>, key: AnswerKey, compute: ComputeAnswer<Answer>): Flight<Answer> {
    const stop = new AbortController();
    const work = async () => {
      try {
        const { answer, bytes } = await compute(stop.signal);
        if (flight.isKept)
          this.keep(shelf, { key, answer, bytes: bytes + entryBytes, sinceMs: this.bounds.elapsedMs() });
        return answer;
      } finally {
        land();
      }
    };
    const land = () => {
      if (shelf.flights.get(key.digest) === flight) shelf.flights.delete(key.digest);
      this.tidy(key.workspaceId, shelf);
    };
    const abandon = () => {
      land();
      stop.abort(new Error('nobody waits for the answer any more'));
    };
    // Begun in a later turn: the flight is known before it can land.
    const result = Promise.resolve().then(work);
    result.catch(() => undefined); // told to those who wait; when all have left, to nobody
    const flight: Flight<Answer> = { label: key.label, result, abandon, waiting: 0, isKept: true };
    shelf.flights.set(key.digest, flight);
    return flight;
  }

  private keep(shelf: Shelf<Answer>, entry: Entry<Answer>): void {
    // One answer must not push out most of the others.
    if (entry.bytes > this.bounds.bytesMax / 4) return;
    const old = shelf.entries.get(entry.key.digest);
    if (old !== undefined) this.forget(old);
    shelf.entries.set(entry.key.digest, entry);
    this.byUse.set(placeOf(entry.key), entry);
    shelf.bytes += entry.bytes;
    this.bytes += entry.bytes;
    for (const [, oldest] of this.byUse) {
      if (this.bytes <= this.bounds.bytesMax) return;
      this.forget(oldest);
    }
  }

  private forget(entry: Entry<Answer>): void {
    const shelf = this.shelves.get(entry.key.workspaceId);
    if (shelf === undefined || !shelf.entries.delete(entry.key.digest)) return;
    this.byUse.delete(placeOf(entry.key));
    shelf.bytes -= entry.bytes;
    this.bytes -= entry.bytes;
    this.tidy(entry.key.workspaceId, shelf);
  }

  private tidy(workspaceId: string, shelf: Shelf<Answer>): void {
    if (shelf.entries.size > 0 || shelf.flights.size > 0) return;
    if (this.shelves.get(workspaceId) === shelf) this.shelves.delete(workspaceId);
  }
}

function placeOf({ workspaceId, digest }: AnswerKey): string {
  return `${workspaceId}:${digest}`;
}

/** Waits for a flight until the caller leaves; the flight is stopped when the last one has. */
async function joined<Answer>(flight: Flight<Answer>, signal: AbortSignal): Promise<Answer> {
  flight.waiting += 1;
  const { promise: left, reject } = Promise.withResolvers<never>();
  const leave = () => reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  try {
    return await Promise.race([flight.result, left]);
  } finally {
    signal.removeEventListener('abort', leave);
    flight.waiting -= 1;
    if (flight.waiting === 0) flight.abandon();
  }
}
