import type { ItemOf } from '../../../api/operations.ts';

/** How a WhatsApp template can stand with Meta, in the order it goes through. */
export const whatsappTemplateStatuses = [
  ...(['submitting', 'pending', 'approved', 'rejected', 'paused', 'disabled', 'deleted'] as const),
] satisfies readonly ItemOf<'messaging.whatsappTemplates.list'>['status'][];
