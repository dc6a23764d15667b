import { MultiSelect, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useTexts } from '../../i18n/locale.tsx';
import { languageTag, useLocale } from '../../i18n/locale.tsx';
import { useUrlState, type UrlState } from '../../ui/filters/use-url-state.ts';
import classes from '../metrics.module.css';
import { metricNames, type CatalogType } from '../metrics.queries.ts';
import { exploreMessages } from './explore.messages.ts';
import { granularities, lastSeconds, listText, ranges, type Question } from './question.ts';

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
      {question.more.length === 0 ? null : <More question={question} set={setUrl} />}
      <TimeFields question={question} set={setUrl} />
    </div>
  );
}

/** Metrics of other types or groupings, as a saved view may hold them: they can be taken away. */
function More({ question: { more }, set }: { readonly question: Question; readonly set: (change: UrlState) => void }) {
  const t = useTexts(exploreMessages);
  return (
    <MultiSelect
      className={classes['wide'] ?? ''}
      size="sm"
      label={t.more}
      data={more.map(nameOf)}
      value={more.map(nameOf)}
      hidePickedOptions
      onChange={(names) => {
        const kept = more.filter((metric) => names.includes(nameOf(metric)));
        set({ more: kept.length === 0 ? undefined : JSON.stringify(kept) });
      }}
    />
  );
}

function nameOf({ name, data_type, dimensions = [] }: Question['more'][number]): string {
  return [`${data_type} · ${name}`, ...dimensions].join(' · ');
}

function TimeFields({ question, set }: { readonly question: Question; readonly set: (change: UrlState) => void }) {
  const t = useTexts(exploreMessages);
  const zones = useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')], []);
  const options = useTimeOptions(question);
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
        data={options.ranges}
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
        data={options.buckets}
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
        className={classes['wide'] ?? ''}
        label={t.compare}
        checked={question.isCompared}
        onChange={(event) => set({ compare: event.currentTarget.checked ? 'yes' : undefined })}
        pb="xs"
      />
    </>
  );
}

/** The ranges and buckets to choose from: those that are offered, and what a saved view holds instead. */
function useTimeOptions({ range, granularity }: Question) {
  const t = useTexts(exploreMessages);
  const lengthOf = useLengths();
  const seconds = lastSeconds(range);
  const offered = ranges.map((value) => ({ value: String(value), label: t[value] }));
  const buckets = granularities.map((value) => ({ value: String(value), label: t[value] }));
  const isOffered = seconds === null || offered.some(({ value }) => value === range);
  const isUsual = buckets.some(({ value }) => value === granularity);
  return {
    ranges: isOffered ? offered : [{ value: range, label: t.last(lengthOf(seconds)) }, ...offered],
    buckets: isUsual ? buckets : [{ value: granularity, label: lengthOf(Number(granularity)) }, ...buckets],
  };
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Says a length of time in the largest unit of which it is a whole number, such as `14 days`. */
function useLengths(): (seconds: number) => string {
  const tag = languageTag(useLocale().locale);
  return (seconds) => {
    const [unit, length] = units.find(([, each]) => seconds % each === 0) ?? ['second', 1];
    return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / length);
  };
}
