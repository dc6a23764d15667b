import type { events } from '@marquee/api';
import type { EventKind } from '@marquee/api/operation';
import type { QueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { ItemOf, ListName, OutputOf, QueryName } from '../operations.ts';

type Kinds<T> = T extends EventKind ? T : { [Name in keyof T]: Kinds<T[Name]> }[keyof T];
type AnyEvent = Kinds<typeof events>;

/** Every event that the contract declares. */
export type EventName = AnyEvent['name'];

/** What an event of a name carries. */
export type EventData<Name extends EventName> = z.output<Extract<AnyEvent, { name: Name }>['data']>;

/** How an event changes the cache. */
export type Patches = { readonly [Name in EventName]?: (data: EventData<Name>, cache: CachePatcher) => void } & {
  /** What every event changes, whatever its name. */
  readonly '*'?: (name: string, cache: CachePatcher) => void;
};

/** Changes answers that are in the cache, wherever on screen they are. */
export interface CachePatcher {
  /** Merges into every cached item of a list that `isMeant` picks. */
  readonly items: <Name extends ListName>(
    name: Name,
    isMeant: (item: ItemOf<Name>) => boolean,
    change: Partial<ItemOf<Name>>,
  ) => void;
  /** Takes items out of every cached page. */
  readonly remove: <Name extends ListName>(name: Name, isMeant: (item: ItemOf<Name>) => boolean) => void;
  /** Merges into single records that are cached. */
  readonly records: <Name extends QueryName>(
    name: Name,
    isMeant: (record: OutputOf<Name>) => boolean,
    change: Partial<OutputOf<Name>>,
  ) => void;
  /** Says that a read is old: read again when it is on screen, at most once a second. */
  readonly refresh: (...names: readonly QueryName[]) => void;
  /** Says that a list has something new at its top, without moving what is under the pointer. */
  readonly announce: (name: ListName) => void;
}

interface AnyPage {
  readonly items: readonly unknown[];
}

/** Patches over a cache; `refreshSoon` and `announce` are coalesced by their owner. */
export function cachePatcher(
  cache: QueryClient,
  { refreshSoon, announce }: { refreshSoon: (name: string) => void; announce: (name: string) => void },
): CachePatcher {
  const each = (name: string, change: (data: object) => object) =>
    cache.setQueriesData<object>({ queryKey: [name] }, (data) => (data === undefined ? data : change(data)));
  // The cache holds under an operation's name what that operation answers.
  return {
    items: (name, isMeant, change) =>
      void each(name, (page) =>
        withItems(page as AnyPage, (items) =>
          items.map((item) => (isMeant(item as never) ? { ...(item as object), ...change } : item)),
        ),
      ),
    remove: (name, isMeant) =>
      void each(name, (page) => withItems(page as AnyPage, (items) => items.filter((item) => !isMeant(item as never)))),
    records: (name, isMeant, change) =>
      void each(name, (record) => (isMeant(record as never) ? { ...record, ...change } : record)),
    refresh: (...names) => names.forEach(refreshSoon),
    announce,
  };
}

function withItems(page: AnyPage, change: (items: readonly unknown[]) => readonly unknown[]): AnyPage {
  return { ...page, items: change(page.items) };
}
