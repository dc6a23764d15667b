import { CloseButton, Select, TextInput } from '@mantine/core';
import { useTexts } from '../../i18n/locale.tsx';
import { uiMessages } from '../ui.messages.ts';
import classes from './filters.module.css';
import { useUrlState } from './use-url-state.ts';

interface FilterProps {
  /** What the filter is called in the address. */
  readonly name: string;
  readonly label: string;
}

interface ChoiceFilterProps extends FilterProps {
  readonly any: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly isSearchable?: boolean;
}

/** A filter by one of a few values, kept in the address. */
export function ChoiceFilter({ name, label, any, options, isSearchable = false }: ChoiceFilterProps) {
  const [url, setUrl] = useUrlState();
  return (
    <Select
      size="xs"
      aria-label={label}
      placeholder={any}
      clearable
      searchable={isSearchable}
      data={[...options]}
      value={url[name] ?? null}
      onChange={(value) => setUrl({ [name]: value ?? undefined, cursor: undefined })}
    />
  );
}

/** A filter that a link set, with the way out of it. */
export function SetFilter({ name, label }: FilterProps) {
  const t = useTexts(uiMessages);
  const [url, setUrl] = useUrlState();
  if (url[name] === undefined) return null;
  return (
    <span className={classes['set']}>
      {label}
      <CloseButton
        size="xs"
        aria-label={`${t.clearFilters}: ${label}`}
        onClick={() => setUrl({ [name]: undefined, cursor: undefined })}
      />
    </span>
  );
}

interface DayRangeFilterProps {
  readonly from: string;
  readonly until: string;
  readonly timeZone: string;
}

/** A range of calendar days in the zone that is named beside it, kept in the address as `from` and `until`. */
export function DayRangeFilter({ from, until, timeZone }: DayRangeFilterProps) {
  const [url, setUrl] = useUrlState();
  const field = (name: 'from' | 'until', label: string) => (
    <TextInput
      type="date"
      size="xs"
      aria-label={label}
      title={label}
      value={url[name] ?? ''}
      onChange={(event) => setUrl({ [name]: event.currentTarget.value, cursor: undefined })}
    />
  );
  return (
    <>
      {field('from', from)}
      <span aria-hidden>–</span>
      {field('until', until)}
      <span className={classes['zone']}>{timeZone}</span>
    </>
  );
}
