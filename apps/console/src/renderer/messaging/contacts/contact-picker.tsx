import { Autocomplete } from '@mantine/core';
import { useState } from 'react';
import { useContactOptions } from './contact-options.tsx';
import type { Contact } from './contacts.queries.ts';

interface ContactPickerProps {
  readonly label: string;
  readonly onPick: (contact: Contact) => void;
}

/** Finds a contact by name or by number. */
export function ContactPicker({ label, onPick }: ContactPickerProps) {
  const [text, setText] = useState('');
  const { contacts, ...options } = useContactOptions(text);
  return (
    <Autocomplete
      {...options}
      label={label}
      placeholder="+49…"
      value={text}
      onChange={setText}
      onOptionSubmit={(phone) => {
        const contact = contacts.find(({ phone_e164 }) => phone_e164 === phone);
        if (contact !== undefined) onPick(contact);
      }}
    />
  );
}
