import { History } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useFormats } from '../i18n/format.ts';
import { useTexts } from '../i18n/locale.tsx';
import { Dialog } from '../ui/dialogs/dialog.tsx';
import { EmptyState } from '../ui/feedback/state.tsx';
import { StatusPill } from '../ui/feedback/status-pill.tsx';
import { ChoiceFilter, DayRangeFilter } from '../ui/filters/filters.tsx';
import { useUrlState } from '../ui/filters/use-url-state.ts';
import { JsonView } from '../ui/json-view.tsx';
import { Facts } from '../ui/page.tsx';
import { Quiet } from '../ui/quiet.tsx';
import type { Column } from '../ui/tables/data-table.tsx';
import { ListPage } from '../ui/tables/list-page.tsx';
import { auditMessages } from './audit.messages.ts';
import { auditInput, outcomes, useActors, useMutationNames, type AuditEntry } from './audit.queries.ts';

/** Who did what, and when. */
export function AuditPage() {
  const t = useTexts(auditMessages);
  const { timeZone } = useFormats();
  const [url] = useUrlState();
  const [shown, setShown] = useState<AuditEntry | null>(null);
  const actors = useActors();
  const text = JSON.stringify(auditInput(url, timeZone));
  const input = useMemo(() => JSON.parse(text) as ReturnType<typeof auditInput>, [text]); // the same, kept while it is equal
  const columns = useColumns(actors, setShown);
  return (
    <ListPage
      title={t.title}
      list="workspace.audit.list"
      input={input}
      columns={columns}
      rowKey={({ id }) => id}
      filters={<Filters actors={actors} timeZone={timeZone} />}
      empty={
        <EmptyState icon={History} title={t.emptyTitle}>
          {t.emptyText}
        </EmptyState>
      }
      noMatch={{ icon: History, title: t.noMatchTitle, text: t.noMatchText }}
    >
      <EntryDetails entry={shown} actors={actors} onClose={() => setShown(null)} />
    </ListPage>
  );
}

type Actors = ReadonlyMap<string, string>;

function Filters({ actors, timeZone }: { readonly actors: Actors; readonly timeZone: string }) {
  const t = useTexts(auditMessages);
  const operations = useMutationNames().map((value) => ({ value, label: value }));
  const people = [...actors].map(([value, label]) => ({ value, label }));
  return (
    <>
      <ChoiceFilter name="operation" label={t.operation} any={t.anyOperation} options={operations} isSearchable />
      <ChoiceFilter name="actor" label={t.actor} any={t.anybody} options={people} isSearchable />
      <ChoiceFilter
        name="outcome"
        label={t.outcome}
        any={t.anyOutcome}
        options={outcomes.map((value) => ({ value, label: t[value] }))}
      />
      <DayRangeFilter from={t.from} until={t.until} timeZone={timeZone} />
    </>
  );
}

function useColumns(actors: Actors, onOpen: (entry: AuditEntry) => void): readonly Column<AuditEntry>[] {
  const t = useTexts(auditMessages);
  const { instantWithSeconds } = useFormats();
  return useMemo(
    () => [
      { id: 'at', title: t.at, width: '15rem', cell: ({ at }) => <Quiet>{instantWithSeconds(at)}</Quiet> },
      { id: 'actor', title: t.actor, width: 'minmax(8rem, 1fr)', cell: (entry) => <Actor entry={entry} of={actors} /> },
      {
        id: 'operation',
        title: t.operation,
        width: 'minmax(14rem, 1.25fr)',
        cell: (entry) => (
          <button type="button" data-row onClick={() => onOpen(entry)}>
            {entry.operation}
          </button>
        ),
      },
      { id: 'outcome', title: t.outcome, width: '8rem', cell: ({ outcome }) => <Outcome outcome={outcome} /> },
      {
        id: 'facts',
        title: t.facts,
        width: 'minmax(10rem, 1.5fr)',
        cell: ({ facts }) => <Quiet>{inOneLine(facts)}</Quiet>,
      },
    ],
    [t, instantWithSeconds, actors, onOpen],
  );
}

function Actor({ entry, of }: { readonly entry: AuditEntry; readonly of: Actors }) {
  const t = useTexts(auditMessages);
  const { actor_id: id, actor_kind: kind } = entry;
  const kindLabel = kind === 'user' || kind === 'api_key' || kind === 'anonymous' ? t[kind] : kind;
  return (
    <span title={id === null ? kindLabel : `${kindLabel} ${id}`}>{(id === null ? null : of.get(id)) ?? kindLabel}</span>
  );
}

function Outcome({ outcome }: { readonly outcome: string }) {
  const t = useTexts(auditMessages);
  if (outcome === 'done') return <StatusPill tone="good" label={t.done} />;
  return <StatusPill tone="warn" label={outcome === 'refused' ? t.refused : outcome} />;
}

function inOneLine(facts: AuditEntry['facts']): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(' · ');
}

interface EntryDetailsProps {
  readonly entry: AuditEntry | null;
  readonly actors: Actors;
  readonly onClose: () => void;
}

function EntryDetails({ entry, actors, onClose }: EntryDetailsProps) {
  const t = useTexts(auditMessages);
  const { instantWithSeconds } = useFormats();
  return (
    <Dialog title={entry?.operation ?? t.entry} isOpen={entry !== null} onClose={onClose} size="lg">
      {entry === null ? null : (
        <>
          <Facts
            facts={[
              [t.at, instantWithSeconds(entry.at)],
              [t.actor, <Actor key="actor" entry={entry} of={actors} />],
              ...(entry.actor_id === null ? [] : [[t.actorId, <code key="id">{entry.actor_id}</code>] as const]),
              [t.outcome, <Outcome key="outcome" outcome={entry.outcome} />],
              [t.request, <code key="request">{entry.request_id}</code>],
            ]}
          />
          <div style={{ height: '1rem' }} />
          <JsonView value={entry.facts} label={t.facts} />
        </>
      )}
    </Dialog>
  );
}
