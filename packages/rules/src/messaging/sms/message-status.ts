/** States of a message before the provider has it, in the order they are passed; excluded and expired end it. */
export const localStatuses = ['planned', 'excluded', 'claimed', 'calling', 'unconfirmed', 'expired'] as const;

/** The provider's states in the order they are passed; the last three end a message where delivered would. */
export const providerStatuses = [
  'accepted',
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'undelivered',
  'failed',
  'canceled',
] as const;

/** Every state of a message. */
export const messageStatuses = [...localStatuses, ...providerStatuses] as const;

/** A state that the provider tells. */
export type ProviderStatus = (typeof providerStatuses)[number];

/** A state of a message, before or at the provider. */
export type MessageStatus = (typeof messageStatuses)[number];

/**
 * The state after news that may be late, repeated or out of order: the further one of the two. A message that is
 * undelivered, failed, canceled or excluded stays so; delivered only becomes read.
 *
 * Source: Twilio "Track outbound message status" (callbacks may repeat and arrive out of order).
 */
export function advance(current: MessageStatus, incoming: MessageStatus): MessageStatus {
  if (ended.has(current)) return current;
  return rank[incoming] > rank[current] ? incoming : current;
}

/**
 * The state that a provider's word means, in any case, or null for one that we do not know.
 *
 * Source: Twilio's `MessageStatus` values; `scheduled` waits at the provider as `accepted` does.
 */
export function providerStatusOf(word: string): ProviderStatus | null {
  const lower = word.trim().toLowerCase();
  if (lower === 'scheduled') return 'accepted';
  return providerStatuses.find((status) => status === lower) ?? null;
}

/**
 * Whether an error code says that the recipient has stopped at the provider: their word, and no failure of the message. Twilio's
 * 21610 follows a STOP to the sender; Meta's 131050 the button that stops a business's marketing.
 */
export function isStoppedAtProvider(code: number | null): boolean {
  return code === 21_610 || code === 131_050;
}

/** Whether a report counts the message as failed: failed and undelivered; sent is in flight. */
export function isFailed(status: MessageStatus): boolean {
  return status === 'failed' || status === 'undelivered';
}

/** Whether nothing but a read receipt can still change the message. */
export function isFinal(status: MessageStatus): boolean {
  return ended.has(status) || status === 'delivered' || status === 'expired';
}

const ended: ReadonlySet<MessageStatus> = new Set<MessageStatus>([
  'excluded',
  'read',
  'undelivered',
  'failed',
  'canceled',
]);

/** Expired ranks below accepted: what turns out to have reached the provider after all is not expired. */
const rank: Readonly<Record<MessageStatus, number>> = {
  planned: 0,
  claimed: 1,
  calling: 2,
  unconfirmed: 3,
  excluded: 4,
  expired: 4,
  accepted: 5,
  queued: 6,
  sending: 7,
  sent: 8,
  delivered: 9,
  undelivered: 9,
  failed: 9,
  canceled: 9,
  read: 10,
};
