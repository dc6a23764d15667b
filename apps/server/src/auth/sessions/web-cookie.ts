import { ApiError } from '@marquee/api/errors';
import type { Sender } from '../../kernel/context.ts';
import { refreshTokenSeconds } from './sessions.ts';

/** The cookie that carries a web page's refresh token. */
export const refreshCookie = 'marquee_refresh';

/** Where pages of this server live. */
export interface WebOrigin {
  /** The address people reach the server by, such as `https://marquee.example.com`. */
  readonly publicUrl: string;
  /** Further origins whose pages may keep a session by cookie. */
  readonly webOrigins?: readonly string[];
}

/** The Set-Cookie header that keeps a refresh token, or with null takes it away. Scripts cannot read it; other sites cannot send it. */
export function refreshCookieHeader(token: string | null, publicUrl: string): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  const age = token === null ? 0 : refreshTokenSeconds;
  return `${refreshCookie}=${token ?? ''}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${age}${secure}`;
}

/**
 * Whether a request comes from a page of this server. SameSite does not stop pages on sibling subdomains, so cookies count only
 * with an Origin header of our own; browsers send it with every POST.
 */
export function isOwnPage(sender: Pick<Sender, 'origin'>, { publicUrl, webOrigins = [] }: WebOrigin): boolean {
  return sender.origin !== null && [new URL(publicUrl).origin, ...webOrigins].includes(sender.origin);
}

/** @throws {ApiError} `forbidden` unless the request comes from a page of this server */
export function requireOwnPage(sender: Pick<Sender, 'origin'>, origin: WebOrigin): void {
  if (!isOwnPage(sender, origin)) {
    throw new ApiError(
      'forbidden',
      'Sessions by cookie are for pages of this server; send the refresh token in the body instead',
    );
  }
}
