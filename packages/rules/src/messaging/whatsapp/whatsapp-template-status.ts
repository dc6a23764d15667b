/** How a WhatsApp template stands, as we tell it. `submitting` is before Meta has it. */
export type WhatsappTemplateStatus =
  | 'submitting'
  | 'pending'
  | 'approved'
  | 'rejected'
  | 'paused'
  | 'disabled'
  | 'deleted';

/**
 * The status that Meta's word means, in its lists or in `message_template_status_update`; null for news that change nothing
 * (FLAGGED, LOCKED) and for words that we do not know.
 *
 * Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update/
 */
export function whatsappTemplateStatusOf(word: string): WhatsappTemplateStatus | null {
  return statuses.get(word.trim().toUpperCase()) ?? null;
}

const statuses: ReadonlyMap<string, WhatsappTemplateStatus> = new Map([
  ['PENDING', 'pending'],
  ['IN_APPEAL', 'pending'],
  ['APPROVED', 'approved'],
  ['REINSTATED', 'approved'],
  ['REJECTED', 'rejected'],
  ['LIMIT_EXCEEDED', 'rejected'],
  ['PAUSED', 'paused'],
  ['DISABLED', 'disabled'],
  ['ARCHIVED', 'disabled'],
  ['DELETED', 'deleted'],
  ['PENDING_DELETION', 'deleted'],
]);
