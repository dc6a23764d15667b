import type { LoggedEvent } from '@marquee/api/events/log.contract';
import type { Scope } from '@marquee/api/scopes';
import type { AsWorkspace } from '../database/database.ts';
import { doorbell } from '../lib/doorbell.ts';
import { readEvents, lastSequence } from './log.store.ts';
import type { EventSignals } from './signals.ts';

/** One event as readers get it. */
export type FeedEvent = LoggedEvent;

/** Who follows what, from where. */
export interface Subscription {
  readonly workspaceId: string;
  /** The caller's scopes; an event is seen by holders of its own. */
  readonly scopes: readonly Scope[];
  /** Undefined begins with what happens from here on. */
  readonly afterSequence?: number | undefined;
  readonly namePrefix?: string | undefined;
  /** Ends the subscription. */
  readonly signal: AbortSignal;
}

/** Past events and then live ones, in order, each once. */
export interface EventFeed {
  /** The sequence after which a subscription begins: the one asked for, or the newest there is. */
  beginning(workspaceId: string, afterSequence?: number): Promise<number>;
  subscribe(subscription: Subscription): AsyncIterable<FeedEvent>;
}

/** What a feed reads from. */
export interface EventFeedDeps {
  readonly asWorkspace: AsWorkspace;
  readonly signals: EventSignals;
  readonly pageMax?: number;
}

/**
 * A feed over the event log. It holds at most one page for each reader: a wake-up only makes it read the table again, so a slow
 * reader costs no memory and misses nothing.
 */
export function eventFeed({ asWorkspace, signals, pageMax = 200 }: EventFeedDeps): EventFeed {
  async function beginning(workspaceId: string, afterSequence?: number): Promise<number> {
    // A cursor from the future comes from before a restored backup; what it has seen no longer exists.
    const newest = await asWorkspace(workspaceId, (db) => lastSequence(db, workspaceId));
    return Math.min(afterSequence ?? newest, newest);
  }

  async function* follow({ workspaceId, afterSequence, signal, ...filter }: Subscription): AsyncGenerator<FeedEvent> {
    const bell = doorbell();
    using _watch = signals.watch(workspaceId, bell.ring);
    signal.addEventListener('abort', bell.ring, { once: true });

    let after = await beginning(workspaceId, afterSequence);
    while (!signal.aborted) {
      const query = { ...filter, workspaceId, afterSequence: after };
      const { events, lastSequence: reached } = await asWorkspace(workspaceId, (db) => readEvents(db, query, pageMax));
      for (const event of events) {
        if (signal.aborted) return;
        yield event;
      }
      const isFull = events.length === pageMax;
      after = isFull ? (events.at(-1)?.sequence ?? after) : Math.max(after, reached);
      if (!isFull) await bell.heard();
    }
  }
  return { beginning, subscribe: follow };
}
