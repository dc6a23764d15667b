import { Autocomplete } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useRead } from '../api/use-operation.ts';
import type { Contact } from './contacts.queries.ts';

interface ContactPickerProps {
  readonly label: string;
  readonly onPick: (contact: Contact) => void;
}

const pauseMs = 200;

/** Finds a contact by how its number begins; the newest ones before anything is written. */
export function ContactPicker({ label, onPick }: ContactPickerProps) {
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text.replaceAll(/\D/g, '').slice(0, 15), pauseMs);
  const input = { limit: 8, ...(settled === '' ? {} : { phone_prefix: `+${settled}` }) };
  const { data } = useRead('messaging.contacts.list', input, { keepsPrevious: true });
  const contacts = data?.items ?? [];
  return (
    <Autocomplete
      label={label}
      placeholder="+49…"
      data={contacts.map(({ phone_e164 }) => phone_e164)}
      // The server has chosen already.
      filter={({ options }) => options}
      value={text}
      onChange={setText}
      onOptionSubmit={(phone) => {
        const contact = contacts.find(({ phone_e164 }) => phone_e164 === phone);
        if (contact !== undefined) onPick(contact);
      }}
    />
  );
}
