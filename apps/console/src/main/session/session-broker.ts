import type { SessionAnswer, SessionCall, SessionOperation } from '../../ipc.ts';
import type { TokenStore } from './tokens.ts';

/** Sends JSON to an address and answers what came back; null when nobody did. */
export type Post = (url: string, body: string) => Promise<{ readonly status: number; readonly body: string } | null>;

/** A server, and the name under which its token is kept: one on this computer has another port at each start. */
export interface SessionServer {
  readonly url: string;
  readonly key: string;
}

/** Begins, renews and ends sessions, so that the refresh token never reaches a page. */
export type SessionBroker = (server: SessionServer, call: SessionCall) => Promise<SessionAnswer>;

/** A broker over the token store: it puts the token into what is sent, and takes it out of what is answered. */
export function sessionBroker(tokens: TokenStore, post: Post): SessionBroker {
  return async ({ url, key }, { operation, body }) => {
    const input = await inputOf(operation, body, () => tokens.get(key));
    const answer = await post(`${url}/trpc/${operation}`, JSON.stringify(input));
    if (answer === null) return null;
    if (answer.status >= 300) {
      // The session has ended; one that cannot be renewed for another reason may be renewed later.
      if (operation === 'auth.refresh' && answer.status === 401) await tokens.set(key, null);
      return answer;
    }
    const { token, body: shown } = withoutToken(answer.body);
    if (operation === 'auth.logout') await tokens.set(key, null);
    else if (token !== null) await tokens.set(key, token);
    return { status: answer.status, body: shown };
  };
}

async function inputOf(operation: SessionOperation, body: string, held: () => Promise<string | null>): Promise<object> {
  if (operation === 'auth.refresh' || operation === 'auth.logout') {
    const token = await held();
    return token === null ? {} : { refresh_token: token };
  }
  const input: unknown = JSON.parse(body);
  // `web` would ask for a cookie, which belongs to pages of the server's own.
  return { ...(typeof input === 'object' ? input : {}), web: false };
}

/** What tRPC answers is `{ result: { data } }`. */
function withoutToken(body: string): { readonly token: string | null; readonly body: string } {
  const answer = JSON.parse(body) as { readonly result?: { readonly data?: Readonly<Record<string, unknown>> } };
  const { refresh_token: token, ...data } = answer.result?.data ?? {};
  return { token: typeof token === 'string' ? token : null, body: JSON.stringify({ result: { data } }) };
}
