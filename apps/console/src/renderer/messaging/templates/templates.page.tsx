import { Link } from '@tanstack/react-router';
import { FileText, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useIdentity } from '../../api/session-context.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { ButtonLink } from '../../ui/button-link.tsx';
import { EmptyState } from '../../ui/feedback/state.tsx';
import { StatusPill } from '../../ui/feedback/status-pill.tsx';
import { UrlSelect } from '../../ui/filters/url-select.tsx';
import { UrlText } from '../../ui/filters/url-text.tsx';
import { useUrlState } from '../../ui/filters/use-url-state.ts';
import { Quiet } from '../../ui/quiet.tsx';
import type { Column } from '../../ui/tables/data-table.tsx';
import { ListPage } from '../../ui/tables/list-page.tsx';
import { uiMessages } from '../../ui/ui.messages.ts';
import { templatesMessages } from './templates.messages.ts';
import { templatesInput, type Template } from './templates.queries.ts';

/** Every text that campaigns can send. */
export function TemplatesPage() {
  const t = useTexts(templatesMessages);
  const ui = useTexts(uiMessages);
  const { scopes } = useIdentity();
  const [{ status, name }] = useUrlState();
  const input = useMemo(() => templatesInput({ status, name }), [status, name]);
  const columns = useColumns();
  const add = scopes.includes('messaging:write') ? (
    <ButtonLink to="/audiences/templates/new" icon={Plus}>
      {t.new}
    </ButtonLink>
  ) : null;
  const statuses = [
    { value: 'active', label: t.activeYes },
    { value: 'inactive', label: t.activeNo },
  ];
  return (
    <ListPage
      title={t.title}
      list="messaging.templates.list"
      input={input}
      columns={columns}
      rowKey={({ id }) => id}
      filters={
        <>
          <UrlText name="name" label={ui.nameContains} />
          <UrlSelect name="status" label={t.anyStatus} options={statuses} />
        </>
      }
      action={add}
      empty={
        <EmptyState icon={FileText} title={t.emptyTitle} action={add}>
          {t.emptyText}
        </EmptyState>
      }
      noMatch={{ title: t.noMatch }}
    />
  );
}

function useColumns(): readonly Column<Template>[] {
  const t = useTexts(templatesMessages);
  const { instant } = useFormats();
  return useMemo(
    () => [
      {
        id: 'name',
        title: t.name,
        width: 'minmax(10rem, 1fr)',
        cell: ({ id, name }) => (
          <Link to="/audiences/templates/$template" params={{ template: id }} data-row>
            {name}
          </Link>
        ),
      },
      {
        id: 'content',
        title: t.content,
        width: 'minmax(14rem, 2fr)',
        cell: ({ content }) => <Quiet>{content}</Quiet>,
      },
      {
        id: 'parts',
        title: t.parts,
        width: '9rem',
        cell: ({ parts, encoding }) => `${t.partsOf(parts)}, ${encoding}`,
      },
      {
        id: 'status',
        title: t.status,
        width: '8rem',
        cell: ({ is_active }) => (
          <StatusPill tone={is_active ? 'good' : 'neutral'} label={is_active ? t.activeYes : t.activeNo} />
        ),
      },
      {
        id: 'updated',
        title: t.updated,
        width: '15rem',
        isNumeric: true,
        cell: ({ updated_at }) => <Quiet>{instant(updated_at)}</Quiet>,
      },
    ],
    [t, instant],
  );
}
