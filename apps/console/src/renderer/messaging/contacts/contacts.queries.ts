import type { InputOf, OutputOf } from '../../api/operations.ts';
import { useChange, useDeletion, useRead } from '../../api/use-operation.ts';
import { oneOf, type UrlState } from '../../ui/filters/use-url-state.ts';
import { contactSearch } from './contact-search.ts';

/** One person who can be messaged. */
export type Contact = OutputOf<'messaging.contacts.get'>;

/** The states that consent can have. */
export const consentStates = ['OPT_IN', 'OPT_OUT', 'STOP'] as const;

/** What the list is asked for, from what the address says. */
export function contactsInput({ consent, search }: UrlState): InputOf<'messaging.contacts.list'> {
  const state = oneOf(consent, consentStates);
  return { ...(state === undefined ? {} : { consent_state: state }), ...contactSearch(search) };
}

/** One contact. */
export function useContact(phone: string) {
  return useRead('messaging.contacts.get', { phone_e164: phone });
}

/** Adds a contact and reads the list again. */
export function useCreateContact() {
  return useChange('messaging.contacts.create', { refreshes: ['messaging.contacts.list'] });
}

/** Changes a contact and reads what shows it again. */
export function useUpdateContact() {
  return useChange('messaging.contacts.update', { refreshes: ['messaging.contacts.'] });
}

/** Deletes a contact and goes back to the list. */
export function useDeleteContact() {
  return useDeletion('messaging.contacts.delete', {
    refreshes: ['messaging.contacts.list'],
    goesTo: '/audiences/contacts',
  });
}
