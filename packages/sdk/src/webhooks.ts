import { WebhookVerificationError } from './http/errors.ts';
import { newKey } from './http/request-parts.ts';
import { systemClock } from './lib/clock.ts';

/** A webhook as it came: its headers, and its body as it was before any parsing. */
export interface ReceivedWebhook {
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string | Uint8Array;
  /** `whsec_…`; several while one replaces another. */
  readonly secret: string | readonly string[];
  /** How far the sender's clock may be from ours; 300 when omitted. */
  readonly toleranceSeconds?: number | undefined;
  /** Of this moment, in milliseconds; for tests. */
  readonly now?: number | undefined;
}

/**
 * The content of a webhook, once its signature is proved (Standard Webhooks, https://www.standardwebhooks.com).
 *
 * @throws {WebhookVerificationError} when it is not signed with one of the secrets, or is too old or too new
 * @example
 * const event = await verifyWebhook({ headers: request.headers, body: await request.text(), secret });
 */
export async function verifyWebhook<T = unknown>(webhook: ReceivedWebhook): Promise<T> {
  const { body, secret, toleranceSeconds = 300, now = systemClock.now() } = webhook;
  const id = headerOf(webhook, 'webhook-id');
  const timestamp = headerOf(webhook, 'webhook-timestamp');
  const given = headerOf(webhook, 'webhook-signature');
  if (!/^\d{1,12}$/.test(timestamp)) throw new WebhookVerificationError('webhook-timestamp is not in seconds.');
  if (Math.abs(now / 1000 - Number(timestamp)) > toleranceSeconds) {
    throw new WebhookVerificationError(`The webhook is more than ${toleranceSeconds} s from now.`);
  }
  const signed = signedBytes(id, timestamp, body);
  const signatures = given.split(' ').flatMap((each) => (each.startsWith('v1,') ? [bytesOf(each.slice(3))] : []));
  for (const each of typeof secret === 'string' ? [secret] : secret) {
    const key = await keyOf(each);
    for (const signature of signatures) {
      // Web crypto compares in constant time.
      if (signature !== null && (await crypto.subtle.verify('HMAC', key, signature, signed))) return contentOf<T>(body);
    }
  }
  throw new WebhookVerificationError('No signature of the webhook is made with this secret.');
}

/** A webhook to sign. */
export interface WebhookToSign {
  readonly body: string | Uint8Array;
  readonly secret: string;
  /** Made when omitted. */
  readonly id?: string | undefined;
  /** Of the moment it is sent, in milliseconds; now when omitted. */
  readonly now?: number | undefined;
}

/** The headers of a signed webhook, as the server sends them: for tests of what receives them. */
export async function signWebhook({
  body,
  secret,
  id = `msg_${newKey()}`,
  now = systemClock.now(),
}: WebhookToSign): Promise<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const timestamp = String(Math.floor(now / 1000));
  const signature = await crypto.subtle.sign('HMAC', await keyOf(secret), signedBytes(id, timestamp, body));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(signature)));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${base64}` };
}

function headerOf({ headers }: ReceivedWebhook, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new WebhookVerificationError(`The header ${name} is missing.`);
}

function signedBytes(id: string, timestamp: string, body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const head = encoder.encode(`${id}.${timestamp}.`);
  const content = typeof body === 'string' ? encoder.encode(body) : body;
  const all = new Uint8Array(head.length + content.length);
  all.set(head);
  all.set(content, head.length);
  return all;
}

async function keyOf(secret: string) {
  const bytes = bytesOf(secret.replace(/^whsec_/, ''));
  // An empty key would let anyone sign.
  if (bytes === null || bytes.length === 0) throw new TypeError('A webhook secret is whsec_ and base64.');
  return await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

function contentOf<T>(body: string | Uint8Array): T {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  try {
    return JSON.parse(text) as T; // what is in it is the caller's to say
  } catch (cause) {
    throw new WebhookVerificationError('The webhook is signed, but is not JSON.', { cause });
  }
}
