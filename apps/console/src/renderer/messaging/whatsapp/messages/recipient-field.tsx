import { Autocomplete } from '@mantine/core';
import { useController } from 'react-hook-form';
import { useContactOptions } from '../../contacts/contact-options.tsx';
import type { WhatsappMessageFields } from './whatsapp-message-form.ts';

interface RecipientFieldProps {
  readonly label: string;
  readonly description: string;
}

/** A number: any, with contacts found by name or number to choose from. */
export function RecipientField({ label, description }: RecipientFieldProps) {
  const { field, fieldState } = useController<WhatsappMessageFields, 'phone_e164'>({ name: 'phone_e164' });
  const { contacts, ...options } = useContactOptions(field.value);
  const phones = contacts.map(({ phone_e164 }) => phone_e164);
  return (
    <Autocomplete
      {...field}
      {...options}
      label={label}
      description={description}
      placeholder="+49…"
      withAsterisk
      data={phones.filter((phone) => phone !== field.value)}
      error={fieldState.error?.message}
      data-autofocus
    />
  );
}
