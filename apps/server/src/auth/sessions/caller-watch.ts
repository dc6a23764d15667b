import { ApiError } from '@marquee/api/errors';
import type { Logger } from 'pino';
import type { AsSystem, Db } from '../../database/database.ts';
import type { Caller, CallerNow } from '../../kernel/context.ts';
import { wokenLoop } from '../../lib/woken-loop.ts';
import { liveApiKeys } from '../../workspace/api-keys.store.ts';
import { callerOfKey, callerOfSession } from '../identity.ts';
import type { CallerCache } from './caller-cache.ts';
import { liveSessions } from './sessions.store.ts';

/** Watches callers whose streams are open: a request proves who it is when it begins, a stream must go on doing so. */
export interface CallerWatch extends AsyncDisposable {
  /** Tells once, within seconds, that the caller's credential has ended or that its rights are others. */
  readonly watch: (caller: Caller, onChange: (now: CallerNow) => void) => Disposable;
}

/** What watching needs. */
export interface CallerWatchDeps {
  readonly asSystem: AsSystem;
  readonly now: () => Date;
  readonly log: Logger;
  /** Whatever it forgets everyone for is looked at at once. */
  readonly callers: Pick<CallerCache, 'onForgotten'>;
  /** Between two looks: what other processes ended is known only to the database. */
  readonly everyMs?: number;
}

interface Watched {
  readonly caller: Caller;
  readonly onChange: (now: CallerNow) => void;
}

const lookUpsMax = 1000;

/** Opens the watch: one look at the database for all open streams of this process, every two seconds while there are any. */
export function openCallerWatch({ asSystem, now, log, callers, everyMs = 2000 }: CallerWatchDeps): CallerWatch {
  const watched = new Set<Watched>();

  async function look(): Promise<null> {
    const looked = [...watched];
    if (looked.length === 0) return null;
    const at = now();
    const present = await asSystem('see whether the callers of open streams still may follow them', (db) =>
      presentCallers(db, looked, at),
    );
    for (const one of looked) {
      const change = changeOf(one.caller, present.get(idOf(one.caller)), at);
      if (change !== null && watched.delete(one)) one.onChange(change);
    }
    return null;
  }

  const onError = (error: unknown) => log.warn({ err: error }, 'callers of open streams could not be looked up');
  const loop = wokenLoop({ work: look, everyMs, onError });
  callers.onForgotten(loop.wake);
  return {
    watch(caller, onChange) {
      if (caller.kind === 'anonymous') return { [Symbol.dispose]: () => undefined };
      const one = { caller, onChange };
      watched.add(one);
      return { [Symbol.dispose]: () => void watched.delete(one) };
    },
    [Symbol.asyncDispose]: () => loop[Symbol.asyncDispose](),
  };
}

/** Who the watched are by now, by the id of their session or key; those that no longer count are absent. */
async function presentCallers(db: Db, watched: readonly Watched[], now: Date): Promise<ReadonlyMap<string, Caller>> {
  const at = now.toISOString();
  const sessionIds = [...new Set(watched.flatMap(({ caller }) => caller.sessionId ?? []))];
  const keyIds = [...new Set(watched.flatMap(({ caller }) => caller.apiKeyId ?? []))];
  const present = new Map<string, Caller>();
  for (const ids of chunksOf(sessionIds)) {
    for (const session of await liveSessions(db, ids, at)) present.set(session.id, callerOfSession(session, Infinity));
  }
  for (const ids of chunksOf(keyIds)) {
    for (const key of await liveApiKeys(db, ids, at)) present.set(key.id, callerOfKey(key));
  }
  return present;
}

function chunksOf(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / lookUpsMax) }, (_, chunk) =>
    ids.slice(chunk * lookUpsMax, (chunk + 1) * lookUpsMax),
  );
}

function idOf({ sessionId, apiKeyId }: Caller): string {
  return sessionId ?? apiKeyId ?? '';
}

function changeOf(then: Caller, present: Caller | undefined, at: Date): CallerNow | null {
  if (present === undefined) {
    return new ApiError(
      'unauthenticated',
      then.kind === 'api_key' ? 'The API key is expired or revoked' : 'The session has ended; sign in again',
    );
  }
  if (at.getTime() >= then.endsAt) return new ApiError('unauthenticated', 'The access token is over; refresh it');
  return present.role === then.role && isSameSet(present.scopes, then.scopes) ? null : present;
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one));
}
