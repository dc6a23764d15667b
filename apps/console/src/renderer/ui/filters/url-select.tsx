import { Select } from '@mantine/core';
import { useTexts } from '../../i18n/locale.tsx';
import { uiMessages } from '../ui.messages.ts';
import { useUrlState } from './use-url-state.ts';

interface UrlSelectProps {
  /** The name that the address keeps it under. */
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** What holds while nothing is chosen; with it, something always is. */
  readonly fallback?: string;
}

/** A filter of a list: one of a few values, kept in the address. */
export function UrlSelect({ name, label, options, fallback }: UrlSelectProps) {
  const ui = useTexts(uiMessages);
  const [url, setUrl] = useUrlState();
  return (
    <Select
      size="xs"
      aria-label={label}
      placeholder={`${label}: ${ui.filterAny}`}
      clearable={fallback === undefined}
      allowDeselect={false}
      data={[...options]}
      value={options.some(({ value }) => value === url[name]) ? (url[name] ?? null) : (fallback ?? null)}
      onChange={(value) => setUrl({ [name]: value ?? undefined, cursor: undefined })}
    />
  );
}
