import { useNavigate } from '@tanstack/react-router';
import type { InputOf, ItemOf } from '../../api/operations.ts';
import { useChange, useDeletion, useRead } from '../../api/use-operation.ts';
import type { UrlState } from '../../ui/filters/use-url-state.ts';
import { nameFilter } from '../name-filter.ts';

/** A text with variables. */
export type Template = ItemOf<'messaging.templates.list'>;

/** What the list is asked for, from what the address says. */
export function templatesInput({ status, name }: UrlState): InputOf<'messaging.templates.list'> {
  return {
    ...nameFilter({ name }),
    ...(status === 'active' || status === 'inactive' ? { is_active: status === 'active' } : {}),
  };
}

/** One template. */
export function useTemplate(id: string) {
  return useRead('messaging.templates.get', { template_id: id });
}

/** A saved template as the server fills it in for a contact. */
export function useTemplatePreview(templateId: string | null, contactId: string | null) {
  const input = { template_id: templateId ?? '', contact_id: contactId ?? '' };
  return useRead('messaging.templates.preview', input, { enabled: templateId !== null && contactId !== null });
}

/** The newest contact, to show a text for before one is chosen; null where there is none, undefined until that is known. */
export function useNewestContact() {
  const { data } = useRead('messaging.contacts.list', { limit: 1 });
  return data === undefined ? undefined : (data.items[0] ?? null);
}

/** Adds a template and opens it. */
export function useCreateTemplate() {
  const navigate = useNavigate();
  return useChange('messaging.templates.create', {
    refreshes: ['messaging.templates.list'],
    onDone: ({ id }) => void navigate({ to: `/audiences/templates/${id}`, replace: true }),
  });
}

/** Changes a template. */
export function useUpdateTemplate() {
  return useChange('messaging.templates.update', { refreshes: ['messaging.templates.'] });
}

/** Deletes a template and goes back to the list. */
export function useDeleteTemplate() {
  return useDeletion('messaging.templates.delete', {
    refreshes: ['messaging.templates.list'],
    goesTo: '/audiences/templates',
  });
}

/** What takes a change of a template back. */
export function undoTemplate({ id, name, content, is_active }: Template): InputOf<'messaging.templates.update'> {
  return { template_id: id, name, content, is_active };
}
