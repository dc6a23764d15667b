import { TextInput } from '@mantine/core';
import { useController } from 'react-hook-form';
import { useFormats } from '../../i18n/format.ts';

interface InstantFieldProps {
  readonly name: string;
  readonly label: string;
  readonly description?: string;
}

/** A day and time on the clocks of the workspace's zone, which is named. Its value is `YYYY-MM-DDTHH:MM`, empty for none. */
export function InstantField({ name, label, description }: InstantFieldProps) {
  const { field, fieldState } = useController({ name });
  const { timeZone } = useFormats();
  return (
    <TextInput
      {...field}
      value={typeof field.value === 'string' ? field.value : ''}
      type="datetime-local"
      label={`${label} (${timeZone})`}
      description={description}
      error={fieldState.error?.message}
    />
  );
}
