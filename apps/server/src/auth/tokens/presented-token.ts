import type { Sender } from '../../kernel/context.ts';
import { refreshPrefix } from '../sessions/sessions.ts';
import { refreshCookie } from '../sessions/web-cookie.ts';

/** A refresh token as a request brought it. */
export interface PresentedToken {
  readonly token: string;
  /** From the web cookie, which browsers send by themselves: its request must come from a page of ours. */
  readonly fromCookie: boolean;
}

/** The refresh token of a request: from the body, else Bearer (unless that is another kind of token), else the web cookie. */
export function presentedRefreshToken(
  sender: Pick<Sender, 'bearer' | 'cookies'>,
  fromBody?: string,
): PresentedToken | null {
  if (fromBody !== undefined) return { token: fromBody, fromCookie: false };
  if (sender.bearer?.startsWith(refreshPrefix) === true) return { token: sender.bearer, fromCookie: false };
  const token = sender.cookies[refreshCookie];
  return token === undefined || token === '' ? null : { token, fromCookie: true };
}
