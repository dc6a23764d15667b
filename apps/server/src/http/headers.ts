import type { LimitState } from '../kernel/invoker.ts';

/** A caller's own request id is kept when it is short and plain enough for logs and headers. */
export function requestIdFrom(header: string | readonly string[] | undefined, newId: () => string): string {
  return typeof header === 'string' && /^[\w.:-]{1,128}$/.test(header) ? header : newId();
}

/** The API version that a client says it was made for, when it is plain enough for logs. */
export function clientVersionFrom(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[\w.+-]{1,32}$/.test(header) ? header : undefined;
}

/** `RateLimit-Policy` and `RateLimit` as structured fields (draft-ietf-httpapi-ratelimit-headers). */
export function limitHeaders(limit: LimitState): Readonly<Record<string, string>> {
  const policy = JSON.stringify(limit.policy);
  return {
    'ratelimit-policy': `${policy};q=${limit.quota};w=${limit.windowSeconds}`,
    ratelimit: `${policy};r=${Math.max(0, Math.floor(limit.remaining))};t=${Math.ceil(limit.resetSeconds)}`,
  };
}

/** Headers of every answer. What only a page needs is added by `pageHeaders`; a page with scripts replaces the policy, too. */
export function securityHeaders(isHttps: boolean): Readonly<Record<string, string>> {
  return {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'x-content-type-options': 'nosniff',
    ...(isHttps ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}

/** Headers of an HTML page of ours. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/** The host of a `Host` header without its port, in lower case; IPv6 keeps its brackets. */
export function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}

/** Cookies by name; the first of a repeated name wins, as browsers send the most specific one first. */
export function cookiesOf(header: string | undefined): Readonly<Record<string, string>> {
  if (header === undefined) return {};
  const pairs = header.split(';').flatMap((pair): readonly (readonly [string, string])[] => {
    const at = pair.indexOf('=');
    return at < 1 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()]];
  });
  return Object.fromEntries(pairs.reverse());
}
