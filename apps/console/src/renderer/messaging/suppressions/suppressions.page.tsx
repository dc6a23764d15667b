import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { BellOff, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useIdentity } from '../../api/session-context.tsx';
import type { ItemOf } from '../../api/operations.ts';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { EmptyState } from '../../ui/feedback/state.tsx';
import { UrlSelect } from '../../ui/filters/url-select.tsx';
import { UrlText } from '../../ui/filters/url-text.tsx';
import { oneOf, useUrlState } from '../../ui/filters/use-url-state.ts';
import { Quiet } from '../../ui/quiet.tsx';
import type { Column } from '../../ui/tables/data-table.tsx';
import { ListPage } from '../../ui/tables/list-page.tsx';
import { AddSuppression } from './add-suppression.tsx';
import { suppressionsMessages } from './suppressions.messages.ts';

type Suppression = ItemOf<'messaging.suppressions.list'>;

const sources = ['keyword', 'operator', 'provider', 'deletion'] as const;

/** Every number that gets no messages, and who holds it. */
export function SuppressionsPage() {
  const t = useTexts(suppressionsMessages);
  const { scopes } = useIdentity();
  const [{ source, phone: written }] = useUrlState();
  const [isAdding, setIsAdding] = useState(false);
  const input = useMemo(() => {
    const held = oneOf(source, sources);
    const phone = written?.replaceAll(/[\s()-]/g, '');
    return {
      ...(held === undefined ? {} : { source: held }),
      ...(phone !== undefined && isPhone.test(phone) ? { phone_e164: phone } : {}),
    };
  }, [source, written]);
  const columns = useColumns();
  const add = scopes.includes('messaging:write') ? (
    <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setIsAdding(true)}>
      {t.add}
    </Button>
  ) : null;
  return (
    <ListPage
      title={t.title}
      list="messaging.suppressions.list"
      input={input}
      columns={columns}
      rowKey={({ id }) => id}
      filters={
        <>
          <UrlText name="phone" label={t.find} placeholder={`${t.find} +49…`} />
          <UrlSelect name="source" label={t.anySource} options={sources.map((value) => ({ value, label: t[value] }))} />
        </>
      }
      action={add}
      empty={
        <EmptyState icon={BellOff} title={t.emptyTitle} action={add}>
          {t.emptyText}
        </EmptyState>
      }
      noMatch={{ title: t.noMatch }}
    >
      {isAdding ? <AddSuppression onClose={() => setIsAdding(false)} /> : null}
    </ListPage>
  );
}

const isPhone = /^\+[1-9]\d{1,14}$/;

function useColumns(): readonly Column<Suppression>[] {
  const t = useTexts(suppressionsMessages);
  const { instant } = useFormats();
  return useMemo(
    () => [
      {
        id: 'phone',
        title: t.phone,
        width: '12rem',
        cell: ({ phone_e164 }) =>
          phone_e164 === null ? (
            <Quiet>{t.hashed}</Quiet>
          ) : (
            <Link to="/audiences/contacts/$phone" params={{ phone: phone_e164 }} data-row>
              {phone_e164}
            </Link>
          ),
      },
      { id: 'source', title: t.source, width: '11rem', cell: ({ source }) => t[source] },
      { id: 'reason', title: t.reason, width: 'minmax(12rem, 1fr)', cell: ({ reason }) => reason },
      {
        id: 'at',
        title: t.at,
        width: '15rem',
        isNumeric: true,
        cell: ({ at }) => <Quiet>{instant(at)}</Quiet>,
      },
    ],
    [t, instant],
  );
}
