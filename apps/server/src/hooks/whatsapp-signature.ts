import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether Meta signed a webhook: `sha256=` and the HMAC-SHA256 of its bytes as they came, under the app's secret.
 * Source: https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
 */
export function isSignedByApp(body: Uint8Array, signature: string | undefined, appSecret: string): boolean {
  const given = /^sha256=([0-9a-f]{64})$/i.exec(signature ?? '')?.[1];
  if (given === undefined) return false;
  return timingSafeEqual(Buffer.from(given, 'hex'), createHmac('sha256', appSecret).update(body).digest());
}
