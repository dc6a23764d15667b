import { MultiSelect, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useTexts } from '../i18n/locale.tsx';
import { useUrlState, type UrlState } from '../ui/use-url-state.ts';
import { exploreMessages } from './explore.messages.ts';
import { metricNames, type CatalogType } from './metrics.queries.ts';
import classes from './metrics.module.css';
import { granularities, listText, ranges, type Question } from './question.ts';

interface QueryBuilderProps {
  readonly question: Question;
  readonly types: readonly CatalogType[];
}

/** The question, part by part; each change is a new address. */
export function QueryBuilder({ question, types }: QueryBuilderProps) {
  const t = useTexts(exploreMessages);
  const [, setUrl] = useUrlState();
  const type = types.find(({ data_type }) => data_type === question.type);
  const names = useMemo(() => [...metricNames(type)], [type]);
  const dimensions = (type?.dimensions ?? []).map(({ name }) => name);
  const values = (type?.dimensions ?? []).flatMap(({ name, examples }) => examples.map((value) => `${name}=${value}`));
  const set = (name: string) => (items: readonly string[]) => setUrl({ [name]: listText(items) });
  return (
    <div className={classes['builder']}>
      <Select
        label={t.dataType}
        placeholder={t.chooseType}
        data={types.map(({ data_type }) => data_type)}
        value={question.type || null}
        onChange={(next) => setUrl({ type: next ?? undefined, metrics: undefined, by: undefined, where: undefined })}
        searchable
      />
      <MultiSelect
        className={classes['wide'] ?? ''}
        size="sm"
        label={t.metrics}
        data={names}
        value={[...question.metrics]}
        onChange={set('metrics')}
        maxValues={6}
        searchable
        hidePickedOptions
      />
      <MultiSelect
        size="sm"
        label={t.by}
        data={dimensions}
        value={[...question.dimensions]}
        onChange={set('by')}
        maxValues={3}
        searchable
      />
      <TagsInput
        size="sm"
        label={t.where}
        placeholder={question.filters.length === 0 ? t.whereHint : ''}
        data={[...new Set(values)]}
        value={[...question.filters]}
        onChange={set('where')}
        acceptValueOnBlur
      />
      <TimeFields question={question} set={setUrl} />
    </div>
  );
}

function TimeFields({ question, set }: { readonly question: Question; readonly set: (change: UrlState) => void }) {
  const t = useTexts(exploreMessages);
  const zones = useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')], []);
  const day = (name: 'from' | 'until', label: string) => (
    <TextInput
      type="date"
      label={label}
      value={question[name]}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <>
      <Select
        label={t.range}
        data={ranges.map((value) => ({ value, label: t[value] }))}
        value={question.range}
        onChange={(range) => set({ range: range ?? undefined })}
        allowDeselect={false}
      />
      {question.range === 'days' ? (
        <>
          {day('from', t.from)}
          {day('until', t.until)}
        </>
      ) : null}
      <Select
        label={t.every}
        data={granularities.map((value) => ({ value, label: t[value] }))}
        value={question.granularity}
        onChange={(every) => set({ every: every ?? undefined })}
        allowDeselect={false}
      />
      <Select
        label={t.zone}
        data={zones}
        value={question.timeZone}
        onChange={(zone) => set({ zone: zone ?? undefined })}
        searchable
        allowDeselect={false}
      />
      <Switch
        label={t.compare}
        checked={question.isCompared}
        onChange={(event) => set({ compare: event.currentTarget.checked ? 'yes' : undefined })}
        pb="xs"
      />
    </>
  );
}
