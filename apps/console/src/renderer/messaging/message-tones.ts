import type { ItemOf } from '../api/operations.ts';
import type { Tone } from '../ui/feedback/status-pill.tsx';

/** Where a message can stand, in the order it goes through. */
export const messageStatuses = [
  ...(['planned', 'held', 'claimed', 'calling', 'unconfirmed', 'accepted', 'queued', 'sending', 'sent'] as const),
  ...(['delivered', 'read', 'undelivered', 'failed', 'canceled', 'expired', 'excluded'] as const),
] satisfies readonly ItemOf<'messaging.messages.list'>['status'][];

/** What a message can go by. */
export const messageChannels = [
  'sms',
  'whatsapp',
] as const satisfies readonly ItemOf<'messaging.messages.list'>['channel'][];

/** What a message's state means to whoever looks. */
export function toneOfMessage(status: string): Tone {
  switch (status) {
    case 'delivered':
    case 'read':
      return 'good';
    case 'undelivered':
    case 'failed':
      return 'bad';
    case 'held':
    case 'unconfirmed':
    case 'expired':
      return 'warn';
    case 'planned':
    case 'claimed':
    case 'excluded':
    case 'canceled':
      return 'neutral';
    default:
      return 'info';
  }
}
