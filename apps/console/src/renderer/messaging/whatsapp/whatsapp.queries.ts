import { useNavigate } from '@tanstack/react-router';
import type { InputOf, ItemOf } from '../../api/operations.ts';
import { useChange, useRead } from '../../api/use-operation.ts';
import { oneOf, type UrlState } from '../../ui/filters/use-url-state.ts';
import { nameFilter } from '../name-filter.ts';
import { whatsappTemplateStatuses } from './templates/template-statuses.ts';

/** A message that Meta lets businesses send to people who have not written lately. */
export type WhatsappTemplate = ItemOf<'messaging.whatsappTemplates.list'>;

/** What the list is asked for, from what the address says. */
export function whatsappTemplatesInput({ status, name }: UrlState): InputOf<'messaging.whatsappTemplates.list'> {
  const known = oneOf(status, whatsappTemplateStatuses);
  return {
    ...(known === undefined ? {} : { status: known }),
    ...nameFilter({ name }),
  };
}

/** One template. */
export function useWhatsappTemplate(id: string | undefined) {
  return useRead('messaging.whatsappTemplates.get', { template_id: id ?? '' }, { enabled: id !== undefined });
}

/** Approved templates whose name contains a text, the newest first. */
export function useApprovedTemplates(text: string) {
  const input = { status: 'approved', limit: 50, ...nameFilter({ name: text }) } as const;
  return useRead('messaging.whatsappTemplates.list', input, { keepsPrevious: true });
}

/** The senders that send by WhatsApp; undefined until they are known. */
export function useWhatsappSenders() {
  const read = useRead('messaging.senders.list', { limit: 500 });
  return { ...read, data: read.data?.items.filter(({ kind }) => kind === 'whatsapp') };
}

/** Hands a template over to Meta and opens it. */
export function useCreateWhatsappTemplate() {
  const navigate = useNavigate();
  return useChange('messaging.whatsappTemplates.create', {
    refreshes: ['messaging.whatsappTemplates.list'],
    onDone: ({ id }) => void navigate({ to: `/audiences/whatsapp-templates/${id}`, replace: true }),
  });
}

/** What may be sent to a number now; nothing is asked while either is not known. */
export function useWhatsappCheck(sender: string | undefined, phone: string | null) {
  const input = { sender_id: sender ?? '', phone_e164: phone ?? '' };
  return useRead('messaging.whatsappMessages.check', input, { enabled: sender !== undefined && phone !== null });
}

/** Sends one message and opens it. */
export function useSendWhatsapp() {
  const navigate = useNavigate();
  return useChange('messaging.whatsappMessages.send', {
    refreshes: ['messaging.messages.list'],
    onDone: ({ id }) => void navigate({ to: `/campaigns/messages/${id}`, replace: true }),
  });
}
