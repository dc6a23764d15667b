import { Link } from '@tanstack/react-router';
import { FileUp } from 'lucide-react';
import { useMemo } from 'react';
import { useIdentity } from '../../api/session-context.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { ButtonLink } from '../../ui/button-link.tsx';
import { EmptyState } from '../../ui/feedback/state.tsx';
import { UrlSelect } from '../../ui/filters/url-select.tsx';
import { useUrlState } from '../../ui/filters/use-url-state.ts';
import { Quiet } from '../../ui/quiet.tsx';
import type { Column } from '../../ui/tables/data-table.tsx';
import { ListPage } from '../../ui/tables/list-page.tsx';
import { ImportPill } from './import-pill.tsx';
import { importsMessages } from './imports.messages.ts';
import { importsInput, importStatuses, type ContactImport } from './imports.queries.ts';

/** Every file of contacts that was imported. */
export function ImportsPage() {
  const t = useTexts(importsMessages);
  const { scopes } = useIdentity();
  const [{ status }] = useUrlState();
  const input = useMemo(() => importsInput({ status }), [status]);
  const columns = useColumns();
  const add = scopes.includes('messaging:write') ? (
    <ButtonLink to="/audiences/imports/new" icon={FileUp}>
      {t.new}
    </ButtonLink>
  ) : null;
  return (
    <ListPage
      title={t.title}
      list="messaging.contactImports.list"
      input={input}
      columns={columns}
      rowKey={({ id }) => id}
      filters={
        <UrlSelect
          name="status"
          label={t.anyStatus}
          options={importStatuses.map((value) => ({ value, label: t[value] }))}
        />
      }
      action={add}
      empty={
        <EmptyState icon={FileUp} title={t.emptyTitle} action={add}>
          {t.emptyText}
        </EmptyState>
      }
      noMatch={{ title: t.noMatch }}
    />
  );
}

function useColumns(): readonly Column<ContactImport>[] {
  const t = useTexts(importsMessages);
  const { instant, number } = useFormats();
  return useMemo(() => {
    const count = (id: 'processed' | 'created' | 'updated' | 'errors', title: string): Column<ContactImport> => ({
      ...{ id, title, width: '6.5rem', isNumeric: true },
      cell: (each) => number(each[id]),
    });
    return [
      {
        id: 'file',
        title: t.file,
        width: 'minmax(12rem, 1fr)',
        cell: ({ id, file_name, format }) => (
          <Link to="/audiences/imports/$import" params={{ import: id }} data-row>
            {file_name ?? format.toUpperCase()}
          </Link>
        ),
      },
      { id: 'status', title: t.status, width: '9rem', cell: ({ status }) => <ImportPill status={status} /> },
      count('processed', t.rows),
      count('created', t.created),
      count('updated', t.updated),
      count('errors', t.errors),
      {
        id: 'at',
        title: t.started,
        width: '15rem',
        isNumeric: true,
        cell: ({ created_at }) => <Quiet>{instant(created_at)}</Quiet>,
      },
    ];
  }, [t, instant, number]);
}
