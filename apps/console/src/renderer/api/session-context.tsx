import { createContext, use, useSyncExternalStore } from 'react';
import type { Session, SessionState } from './session.ts';
import type { Api } from './api.ts';

/** The session of this window. */
export const SessionContext = createContext<Session | null>(null);

/** The session itself: signing in and out. */
export function useSessionActions(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error('There is no session around this component');
  return session;
}

/** Where the session stands, kept up to date. */
export function useSession(): SessionState {
  const session = useSessionActions();
  return useSyncExternalStore(session.subscribe, session.state);
}

/** Calls as whoever is signed in. */
export function useApi(): Api {
  return useSessionActions().api;
}

/** Who is signed in; only for screens behind the sign-in. */
export function useIdentity() {
  const { identity } = useSession();
  if (identity === null) throw new Error('Nobody is signed in');
  return identity;
}
