import { Link } from '@tanstack/react-router';
import { Filter, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useIdentity } from '../../api/session-context.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { ButtonLink } from '../../ui/button-link.tsx';
import { EmptyState } from '../../ui/feedback/state.tsx';
import { UrlText } from '../../ui/filters/url-text.tsx';
import { useUrlState } from '../../ui/filters/use-url-state.ts';
import { Quiet } from '../../ui/quiet.tsx';
import type { Column } from '../../ui/tables/data-table.tsx';
import { ListPage } from '../../ui/tables/list-page.tsx';
import { filterText } from './filter-text.ts';
import { uiMessages } from '../../ui/ui.messages.ts';
import { nameFilter } from '../name-filter.ts';
import { segmentsMessages } from './segments.messages.ts';
import type { Segment } from './segments.queries.ts';

/** Every saved filter over contacts. */
export function SegmentsPage() {
  const t = useTexts(segmentsMessages);
  const ui = useTexts(uiMessages);
  const { scopes } = useIdentity();
  const [{ name }] = useUrlState();
  const input = useMemo(() => nameFilter({ name }), [name]);
  const columns = useColumns();
  const add = scopes.includes('messaging:write') ? (
    <ButtonLink to="/audiences/segments/new" icon={Plus}>
      {t.new}
    </ButtonLink>
  ) : null;
  return (
    <ListPage
      title={t.title}
      list="messaging.segments.list"
      input={input}
      columns={columns}
      rowKey={({ id }) => id}
      filters={<UrlText name="name" label={ui.nameContains} />}
      action={add}
      empty={
        <EmptyState icon={Filter} title={t.emptyTitle} action={add}>
          {t.emptyText}
        </EmptyState>
      }
      noMatch={{ title: t.noMatch }}
    />
  );
}

function useColumns(): readonly Column<Segment>[] {
  const t = useTexts(segmentsMessages);
  const { number, instant } = useFormats();
  return useMemo(
    () => [
      {
        id: 'name',
        title: t.name,
        width: 'minmax(12rem, 1fr)',
        cell: ({ id, name }) => (
          <Link to="/audiences/segments/$segment" params={{ segment: id }} data-row>
            {name}
          </Link>
        ),
      },
      {
        id: 'filter',
        title: t.filter,
        width: 'minmax(14rem, 2fr)',
        cell: ({ filter_criteria }) => <Quiet>{filterText(filter_criteria, t)}</Quiet>,
      },
      {
        id: 'size',
        title: t.size,
        width: '7rem',
        isNumeric: true,
        cell: ({ estimated_audience_size }) => number(estimated_audience_size),
      },
      {
        id: 'updated',
        title: t.updated,
        width: '15rem',
        isNumeric: true,
        cell: ({ updated_at }) => <Quiet>{instant(updated_at)}</Quiet>,
      },
    ],
    [t, number, instant],
  );
}
