import twilio from 'twilio';

/** A callback as far as its signature covers it. */
export interface SignedCallback {
  readonly signature: string | undefined;
  /** What Twilio was told to call, after the configured public URL; one of these it was. */
  readonly paths: readonly string[];
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly form: Readonly<Record<string, string | readonly string[]>> | null;
}

/**
 * Whether Twilio signed a callback: HMAC-SHA1 over the configured public URL, never the Host header, with or without its default
 * port, and the sorted parameters; JSON bodies by `bodySHA256`. Source: https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function isSigned(
  callback: SignedCallback,
  { authToken, publicUrl }: { authToken: string; publicUrl: string },
): boolean {
  const { signature, form, body } = callback;
  if (signature === undefined || signature === '') return false;
  return urlsOf(callback, publicUrl).some((url) =>
    form === null
      ? twilio.validateRequestWithBody(authToken, signature, url, body)
      : twilio.validateRequest(authToken, signature, url, form),
  );
}

/** Every URL the callback can have been signed for: our paths, and the parameters in either order. */
function urlsOf({ paths, query }: SignedCallback, publicUrl: string): readonly string[] {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  const queries = new Set([given.join('&'), given.toReversed().join('&')]);
  return paths.flatMap((path) => [...queries].map((text) => `${publicUrl}${path}${text === '' ? '' : `?${text}`}`));
}
