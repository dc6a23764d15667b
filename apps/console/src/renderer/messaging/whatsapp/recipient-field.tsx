import { Autocomplete } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useController } from 'react-hook-form';
import { useRead } from '../../api/use-operation.ts';
import type { WhatsappMessageFields } from './whatsapp-message-form.ts';

interface RecipientFieldProps {
  readonly label: string;
  readonly description: string;
}

const pauseMs = 200;

/** A number: any, with contacts whose numbers begin so to choose from. */
export function RecipientField({ label, description }: RecipientFieldProps) {
  const { field, fieldState } = useController<WhatsappMessageFields, 'phone_e164'>({ name: 'phone_e164' });
  const [settled] = useDebouncedValue(field.value.replaceAll(/\D/g, '').slice(0, 15), pauseMs);
  const input = { limit: 8, ...(settled === '' ? {} : { phone_prefix: `+${settled}` }) };
  const { data } = useRead('messaging.contacts.list', input, { keepsPrevious: true });
  const phones = data?.items.map(({ phone_e164 }) => phone_e164) ?? [];
  return (
    <Autocomplete
      {...field}
      label={label}
      description={description}
      placeholder="+49…"
      withAsterisk
      data={phones.filter((phone) => phone !== field.value)}
      // The server has chosen already.
      filter={({ options }) => options}
      error={fieldState.error?.message}
      data-autofocus
    />
  );
}
