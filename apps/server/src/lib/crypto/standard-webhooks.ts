import { createHmac, randomBytes } from 'node:crypto';

/** One message as it goes out: what is signed is its id, its time and its exact bytes. */
export interface WebhookMessage {
  /** The same in every attempt, so that a receiver can tell a repeat. */
  readonly id: string;
  readonly at: Date;
  readonly body: string;
}

/** A signing secret of 256 random bits as Standard Webhooks writes them. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/**
 * The headers that prove a message by https://www.standardwebhooks.com: one signature a secret, so that receivers may change over
 * while two are valid.
 *
 * @param secrets `whsec_…`, the current one first
 */
export function webhookHeaders(
  { id, at, body }: WebhookMessage,
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => signature(secret, `${id}.${timestamp}.${body}`));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

function signature(secret: string, content: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}
