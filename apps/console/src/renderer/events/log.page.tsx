import { SegmentedControl } from '@mantine/core';
import { ScrollText } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { InputOf, ItemOf } from '../api/operations.ts';
import { useFormats } from '../i18n/format.ts';
import { useTexts } from '../i18n/locale.tsx';
import { Dialog } from '../ui/dialogs/dialog.tsx';
import { ShowAsCode } from '../ui/dialogs/show-as-code.tsx';
import { EmptyState } from '../ui/feedback/state.tsx';
import { ChoiceFilter } from '../ui/filters/filters.tsx';
import { useUrlState } from '../ui/filters/use-url-state.ts';
import { JsonView } from '../ui/json-view.tsx';
import { Facts, Page } from '../ui/page.tsx';
import { Quiet } from '../ui/quiet.tsx';
import { DataTable, type Column } from '../ui/tables/data-table.tsx';
import { NoMatch } from '../ui/tables/no-match.tsx';
import { prefixesOf, useEventNames } from './event-names.ts';
import { logMessages } from './log.messages.ts';

type LoggedEvent = ItemOf<'events.log.list'>;

/** Everything that happened in the workspace. */
export function LogPage() {
  const t = useTexts(logMessages);
  const [{ name, order }, setUrl] = useUrlState();
  const [shown, setShown] = useState<LoggedEvent | null>(null);
  const input = useMemo(() => logInput(name, order), [name, order]);
  const columns = useColumns(setShown);
  return (
    <Page
      title={t.title}
      layout="fill"
      bar={<Filters />}
      actions={<ShowAsCode operation="events.log.list" input={input} />}
    >
      <DataTable
        list="events.log.list"
        input={input}
        label={t.title}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          name === undefined ? (
            <EmptyState icon={ScrollText} title={t.emptyTitle}>
              {t.emptyText}
            </EmptyState>
          ) : (
            <NoMatch
              icon={ScrollText}
              title={t.noMatchTitle}
              text={t.noMatchText}
              onClear={() => setUrl({ name: undefined, cursor: undefined })}
            />
          )
        }
      />
      <EventDetails event={shown} onClose={() => setShown(null)} />
    </Page>
  );
}

function logInput(name: string | undefined, order: string | undefined): InputOf<'events.log.list'> {
  return {
    order: order === 'oldest' ? 'oldest' : 'newest',
    ...(name === undefined ? {} : { name_prefix: name.replace(/\*$/, '') }),
  };
}

function Filters() {
  const t = useTexts(logMessages);
  const [{ order }, setUrl] = useUrlState();
  const names = useEventNames();
  const options = [...prefixesOf(names), ...names].map((value) => ({ value, label: value }));
  return (
    <>
      <ChoiceFilter name="name" label={t.name} any={t.anyName} options={options} isSearchable />
      <SegmentedControl
        size="xs"
        aria-label={t.order}
        value={order === 'oldest' ? 'oldest' : 'newest'}
        onChange={(next) => setUrl({ order: next === 'oldest' ? next : undefined, cursor: undefined })}
        data={[
          { value: 'newest', label: t.newest },
          { value: 'oldest', label: t.oldest },
        ]}
      />
    </>
  );
}

function useColumns(onOpen: (event: LoggedEvent) => void): readonly Column<LoggedEvent>[] {
  const t = useTexts(logMessages);
  const { instantWithSeconds, number } = useFormats();
  return useMemo(
    () => [
      {
        id: 'sequence',
        title: t.sequence,
        width: '6rem',
        isNumeric: true,
        cell: ({ sequence }) => <Quiet>{number(sequence)}</Quiet>,
      },
      {
        id: 'name',
        title: t.name,
        width: 'minmax(17rem, 1fr)',
        cell: (event) => (
          <button type="button" data-row onClick={() => onOpen(event)}>
            {event.name}
          </button>
        ),
      },
      { id: 'at', title: t.at, width: '15rem', cell: ({ at }) => <Quiet>{instantWithSeconds(at)}</Quiet> },
      { id: 'data', title: t.data, width: 'minmax(12rem, 2fr)', cell: ({ data }) => <Quiet>{inOneLine(data)}</Quiet> },
    ],
    [t, instantWithSeconds, number, onOpen],
  );
}

function inOneLine(data: LoggedEvent['data']): string {
  return Object.entries(data)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');
}

function EventDetails({ event, onClose }: { readonly event: LoggedEvent | null; readonly onClose: () => void }) {
  const t = useTexts(logMessages);
  const { instantWithSeconds, number } = useFormats();
  return (
    <Dialog title={event?.name ?? t.event} isOpen={event !== null} onClose={onClose} size="lg">
      {event === null ? null : (
        <>
          <Facts
            facts={[
              [t.sequence, number(event.sequence)],
              [t.at, instantWithSeconds(event.at)],
              [t.id, <code key="id">{event.id}</code>],
            ]}
          />
          <div style={{ height: '1rem' }} />
          <JsonView value={event.data} label={t.data} />
        </>
      )}
    </Dialog>
  );
}
