import type { TokenProvider } from './client-options.ts';

/** The credential of a client: a key that stays, or tokens that are replaced. */
export interface Credentials {
  /** What to send as Bearer; undefined calls anonymously. */
  current(): Promise<string | undefined>;
  /** Whether there is another credential than `refused`. Callers that were refused together share one renewal. */
  renew(refused: string | undefined): Promise<boolean>;
}

/** Credentials from what a client was given. Clients that share a provider share its token, so that it is renewed once for all. */
export function credentialsOf(apiKey: string | undefined, token: TokenProvider | undefined): Credentials {
  return apiKey !== undefined || token === undefined
    ? { current: async () => apiKey, renew: async () => false }
    : sharedBy(token);
}

const shared = new WeakMap<TokenProvider, Credentials>();

function sharedBy(provide: TokenProvider): Credentials {
  const credentials = shared.get(provide) ?? renewing(provide);
  shared.set(provide, credentials);
  return credentials;
}

function renewing(provide: TokenProvider): Credentials {
  let held: Promise<string> | undefined;
  const ask = (isExpired: boolean) => {
    const asked = (async () => provide({ isExpired }))();
    held = asked;
    // A failure is told to those who wait for it; the next caller asks anew.
    asked.catch(() => {
      if (held === asked) held = undefined;
    });
    return asked;
  };
  return {
    current: () => held ?? ask(false),
    async renew(refused) {
      const before = held;
      const token = await before?.catch(() => undefined);
      if (token !== undefined && token !== refused) return true;
      // Whoever came first has begun to renew it.
      return (await (held === undefined || held === before ? ask(true) : held)) !== refused;
    },
  };
}
