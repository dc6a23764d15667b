import type { AutocompleteProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useRead } from '../../api/use-operation.ts';
import { Quiet } from '../../ui/quiet.tsx';
import { besideName, contactName, contactSearch } from './contact-search.ts';
import type { Contact } from './contacts.queries.ts';

const pauseMs = 200;
const optionsMax = 8;

/** What a field needs that offers contacts by their numbers. */
interface ContactOptions extends Pick<AutocompleteProps, 'data' | 'filter' | 'renderOption'> {
  readonly contacts: readonly Contact[];
}

/** Contacts whom a text finds, by name or by number; the newest ones before anything is written. */
export function useContactOptions(text: string): ContactOptions {
  const [settled] = useDebouncedValue(text, pauseMs);
  const input = { limit: optionsMax, ...contactSearch(settled) };
  const { data } = useRead('messaging.contacts.list', input, { keepsPrevious: true });
  const contacts = data?.items ?? [];
  return {
    contacts,
    data: contacts.map(({ phone_e164 }) => phone_e164),
    // The server has chosen already.
    filter: ({ options }) => options,
    renderOption({ option: { value } }) {
      const contact = contacts.find(({ phone_e164 }) => phone_e164 === value);
      const name = contact === undefined ? '' : contactName(contact);
      if (contact === undefined || name === '') return value;
      return (
        <div>
          {name} <Quiet>{besideName(contact, settled)}</Quiet>
        </div>
      );
    },
  };
}
