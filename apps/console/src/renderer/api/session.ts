import type { Platform } from '../platform/platform.tsx';
import { anonymousApi, apiOf, type Api } from './api.ts';
import { failureOf, isUnreachable } from './failure.ts';
import type { KeptReads } from './kept-reads.ts';
import type { InputOf, OutputOf } from './operations.ts';

/** Who is signed in. */
export type Identity = OutputOf<'auth.me'>;

/** Where a session stands. */
export type SessionState =
  | { readonly status: 'restoring' | 'signed_out' | 'ended' | 'unreachable'; readonly identity: null }
  | {
      readonly status: 'signed_in';
      readonly identity: Identity;
      /** The server has not been asked yet: it could not be reached, and this is who was here last. */
      readonly isRemembered?: true;
    };

/** The session of this window. The refresh token is the server's HttpOnly cookie, or held by the desktop's main process; the access token lives in memory only. */
export interface Session {
  readonly state: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Goes on with the session that the cookie holds, if there is one. */
  readonly restore: () => Promise<void>;
  readonly signIn: (input: Omit<InputOf<'auth.login'>, 'web'>) => Promise<void>;
  readonly register: (input: Omit<InputOf<'auth.register'>, 'web'>) => Promise<void>;
  /**
   * Registers somebody who leaves the demo: they stay a member of it, or it is deleted once they have a workspace of their own.
   *
   * @returns whether the demo could be dealt with so
   */
  readonly leaveDemo: (input: Omit<InputOf<'auth.register'>, 'web'>, fate: DemoFate) => Promise<boolean>;
  readonly acceptInvite: (input: Omit<InputOf<'auth.acceptInvite'>, 'web'>) => Promise<void>;
  /** Reads again who this is: the workspace's name, zone or the role may have changed. */
  readonly reload: () => Promise<void>;
  readonly signOut: () => Promise<void>;
  /** The access token, renewed when the server takes the last one no longer. */
  readonly token: (why: { readonly isExpired: boolean }) => Promise<string>;
  readonly api: Api;
  readonly anonymous: Api;
}

/** What becomes of the demo when somebody leaves it. */
export type DemoFate = 'keep' | 'delete';

/** Whose reads and drafts these are: one person's, in one workspace. A demo that was reset is another. */
export function ownerOf({ user, workspace }: Identity): string {
  return `${user.id} ${workspace.id} ${workspace.created_at} `;
}

/** Opens the session of this window. What is kept of one person's reads goes with the session. */
export function openSession(platform: Platform, kept: Pick<KeptReads, 'begin' | 'identity' | 'wipe'>): Session {
  const anonymous = anonymousApi(platform);
  const { state, subscribe, become } = observed<SessionState>({ status: 'restoring', identity: null });
  let held: string | null = null;

  const end = (status: 'signed_out' | 'ended') => {
    held = null;
    platform.settings.set('session', null);
    void kept.wipe();
    become({ status, identity: null });
  };
  const known = (identity: Identity) => {
    void kept.begin(identity);
    platform.drafts.clear(ownerOf(identity));
    become({ status: 'signed_in', identity });
  };
  const token: Session['token'] = async ({ isExpired }) => {
    if (held !== null && !isExpired) return held;
    try {
      // One window at a time: the cookie is good for one exchange, and the next window sends the cookie that came back.
      const { access_token } = await platform.exclusively('refresh', () => refreshed(anonymous));
      held = access_token;
      return access_token;
    } catch (error) {
      if (failureOf(error).kind === 'unauthenticated') end(state().status === 'signed_in' ? 'ended' : 'signed_out');
      throw error;
    }
  };
  const { api, begin } = ownCalls(token, platform);
  const enter = async (tokens: OutputOf<'auth.login'>) => {
    held = tokens.access_token;
    begin();
    // Where nobody signed in, no refresh is tried: a browser would log its refusal as an error.
    platform.settings.set('session', 'yes');
    platform.settings.set('leaving', null);
    known(await api.query('auth.me', {}));
  };
  const restore = async () => {
    if (platform.settings.get('leaving') !== null) await leave(api, platform.settings);
    if (platform.settings.get('session') === null) return end('signed_out');
    try {
      known(await api.query('auth.me', {}));
    } catch (error) {
      if (failureOf(error).kind === 'unauthenticated') return end('signed_out');
      if (state().status === 'signed_out') return;
      become(await stateWithout(error, kept));
    }
  };
  return {
    ...{ token, api, anonymous, state, subscribe, restore },
    signIn: async (input) => enter(await anonymous.mutate('auth.login', { ...input, web: true })),
    register: async (input) => enter(await anonymous.mutate('auth.register', { ...input, web: true })),
    leaveDemo: (input, fate) => leaveDemo({ token, anonymous, enter, platform }, input, fate),
    acceptInvite: async (input) => enter(await anonymous.mutate('auth.acceptInvite', { ...input, web: true })),
    reload: async () => known(await api.query('auth.me', {})),
    signOut: () => signOut(api, platform, kept),
  };
}

interface Leaving {
  readonly token: Session['token'];
  readonly anonymous: Api;
  readonly enter: (tokens: OutputOf<'auth.register'>) => Promise<void>;
  readonly platform: Platform;
}

async function leaveDemo(
  { token, anonymous, enter, platform }: Leaving,
  input: Omit<InputOf<'auth.register'>, 'web'>,
  fate: DemoFate,
): Promise<boolean> {
  // Renewed: it has to last until the new account is there.
  const demo_token = await token({ isExpired: true });
  const demo = apiOf({ token: () => Promise.resolve(demo_token) }, platform);
  const stays = fate === 'keep' ? { demo_token } : {};
  await enter(await anonymous.mutate('auth.register', { ...input, ...stays, web: true }));
  if (fate === 'keep') return true;
  return await demo.mutate('workspace.demo.delete', {}).then(
    () => true,
    () => false,
  );
}

/** Where the server cannot say who this is, whoever was here last may look at what was kept for them. */
async function stateWithout(error: unknown, kept: Pick<KeptReads, 'identity'>): Promise<SessionState> {
  const identity = isUnreachable(error) ? await kept.identity() : null;
  return identity === null
    ? { status: 'unreachable', identity }
    : { status: 'signed_in', identity, isRemembered: true };
}

/** Ends the session, and wipes everything of this person's that is kept on this device. */
async function signOut(api: Api, platform: Platform, kept: Pick<KeptReads, 'wipe'>): Promise<void> {
  const { settings, drafts } = platform;
  await leave(api, settings);
  settings.set('session', null);
  drafts.clear();
  await kept.wipe();
  // Nothing is left in memory for the next.
  platform.restartAt('/sign-in');
}

/** Calls remember the token that they were last given, so whoever signs in begins with calls of their own. */
function ownCalls(token: Session['token'], platform: Platform): { readonly api: Api; readonly begin: () => void } {
  let own = apiOf({ token }, platform);
  return {
    api: {
      query: (name, input, signal) => own.query(name, input, signal),
      mutate: (name, input) => own.mutate(name, input),
    },
    begin: () => void (own = apiOf({ token: (why) => token(why) }, platform)),
  };
}

/** Ends the session at the server. One that cannot be told is told at the next start; this device forgets at once. */
async function leave(api: Api, settings: Platform['settings']): Promise<void> {
  const isLeft = await api.mutate('auth.logout', {}).then(
    () => true,
    // A refusal says that it is over already.
    (error: unknown) => !isUnreachable(error),
  );
  settings.set('leaving', isLeft ? null : 'yes');
}

/** A value that tells its listeners when it is another. */
function observed<Value>(first: Value) {
  const listeners = new Set<() => void>();
  let value = first;
  return {
    state: () => value,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    become(next: Value) {
      value = next;
      for (const listener of listeners) listener();
    },
  };
}

const repeatMs = 300;

/** A window that could not take the lock may have exchanged the cookie a moment before: then the next one is there already. */
async function refreshed(anonymous: Api): Promise<OutputOf<'auth.refresh'>> {
  try {
    return await anonymous.mutate('auth.refresh', {});
  } catch (error) {
    if (failureOf(error).kind !== 'refused') throw error;
    await new Promise((resolve) => setTimeout(resolve, repeatMs));
    return await anonymous.mutate('auth.refresh', {});
  }
}
