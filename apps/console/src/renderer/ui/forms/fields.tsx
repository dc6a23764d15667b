import { Checkbox, NumberInput, PasswordInput, Select, Switch, TagsInput, TextInput, Textarea } from '@mantine/core';
import { useMemo } from 'react';
import { useController } from 'react-hook-form';

interface FieldProps {
  /** Where the operation's input has it, such as `attributes.name`: refusals of the server find the field by it. */
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  readonly isRequired?: boolean;
}

/** One line of text. */
export function TextField({ placeholder, type, autoComplete, isFirst, ...field }: FieldProps & TextOptions) {
  const { input, common } = useField(field);
  return (
    <TextInput
      {...common}
      {...input}
      value={text(input.value)}
      {...{ placeholder, type, autoComplete }}
      data-autofocus={isFirst || undefined}
    />
  );
}

interface TextOptions {
  readonly placeholder?: string;
  readonly type?: 'text' | 'email' | 'tel' | 'url' | 'number';
  readonly autoComplete?: string;
  /** Takes the focus when its dialog opens. */
  readonly isFirst?: boolean;
}

/** A password, which can be looked at. */
export function PasswordField({
  autoComplete,
  ...field
}: FieldProps & { readonly autoComplete: 'current-password' | 'new-password' }) {
  const { input, common } = useField(field);
  return <PasswordInput {...common} {...input} value={text(input.value)} autoComplete={autoComplete} />;
}

/** Several lines of text. */
export function TextAreaField({ rows = 4, ...field }: FieldProps & { readonly rows?: number }) {
  const { input, common } = useField(field);
  return <Textarea {...common} {...input} value={text(input.value)} minRows={rows} autosize />;
}

/** One of a few values. */
export function SelectField({ options, isClearable, isSearchable, ...field }: FieldProps & SelectOptions) {
  const { input, common } = useField(field);
  return (
    <Select
      {...common}
      {...input}
      value={text(input.value) || null}
      onChange={(value) => input.onChange(value)}
      data={[...options]}
      clearable={isClearable ?? false}
      searchable={isSearchable ?? false}
      allowDeselect={false}
    />
  );
}

interface SelectOptions {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly isClearable?: boolean;
  readonly isSearchable?: boolean;
}

/** Any number of short texts, some of them suggested. */
export function TagsField({ suggestions, ...field }: FieldProps & { readonly suggestions: readonly string[] }) {
  const { input, common } = useField(field);
  const value = Array.isArray(input.value) ? input.value.map(String) : [];
  return (
    <TagsInput
      {...common}
      size="sm"
      value={value}
      onChange={input.onChange}
      onBlur={input.onBlur}
      data={[...suggestions]}
      acceptValueOnBlur
      maxDropdownHeight={220}
    />
  );
}

/** A whole number. */
export function NumberField({ min, max, ...field }: FieldProps & { readonly min?: number; readonly max?: number }) {
  const { input, common } = useField(field);
  return (
    <NumberInput
      {...common}
      size="sm"
      value={text(input.value)}
      onChange={(value) => input.onChange(value === '' ? null : Number(value))}
      onBlur={input.onBlur}
      allowDecimal={false}
      thousandSeparator={false}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
    />
  );
}

/** A time zone by its IANA name. */
export function TimeZoneField(field: FieldProps & { readonly isClearable?: boolean }) {
  const options = useMemo(() => timeZones().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })), []);
  return <SelectField {...field} options={options} isSearchable />;
}

/** Yes or no. */
export function SwitchField(field: FieldProps) {
  const { input, common } = useField(field);
  return <Switch {...common} {...input} value="on" checked={input.value === true} />;
}

/** Several of a few values. */
export function CheckboxesField({ options, ...field }: FieldProps & Pick<SelectOptions, 'options'>) {
  const { input, common } = useField(field);
  const value = Array.isArray(input.value) ? input.value.map(String) : [];
  return (
    <Checkbox.Group {...common} value={value} onChange={input.onChange}>
      <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '0.5rem', marginTop: '0.5rem' }}>
        {options.map((option) => (
          <Checkbox key={option.value} value={option.value} label={option.label} size="xs" />
        ))}
      </div>
    </Checkbox.Group>
  );
}

function useField({ name, label, description, isRequired }: FieldProps) {
  const { field, fieldState } = useController({ name });
  const error = fieldState.error?.message;
  const common = { label, description, withAsterisk: isRequired ?? false, error };
  return { input: field, common };
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function timeZones(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
}
