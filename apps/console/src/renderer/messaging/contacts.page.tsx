import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { FileUp, Plus, Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useIdentity } from '../api/session-context.tsx';
import { useFormats } from '../i18n/format.ts';
import { useTexts } from '../i18n/locale.tsx';
import { ButtonLink } from '../ui/button-link.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { NoMatch } from '../ui/no-match.tsx';
import { Page } from '../ui/page.tsx';
import { Quiet } from '../ui/quiet.tsx';
import { ShowAsCode } from '../ui/show-as-code.tsx';
import { EmptyState } from '../ui/state.tsx';
import { UrlSelect } from '../ui/url-select.tsx';
import { UrlText } from '../ui/url-text.tsx';
import { useUrlState } from '../ui/use-url-state.ts';
import { AddContact } from './add-contact.tsx';
import { ConsentPill } from './consent-pill.tsx';
import { contactsMessages } from './contacts.messages.ts';
import { consentStates, contactsInput, type Contact } from './contacts.queries.ts';

/** Everybody who can be messaged. */
export function ContactsPage() {
  const t = useTexts(contactsMessages);
  const { scopes } = useIdentity();
  const [{ consent, prefix }, setUrl] = useUrlState();
  const [isAdding, setIsAdding] = useState(false);
  const input = useMemo(() => contactsInput({ consent, prefix }), [consent, prefix]);
  const columns = useColumns();
  const canWrite = scopes.includes('messaging:write');
  const add = canWrite ? (
    <>
      <ButtonLink variant="default" to="/audiences/imports/new" icon={FileUp}>
        {t.import}
      </ButtonLink>
      <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setIsAdding(true)}>
        {t.add}
      </Button>
    </>
  ) : null;
  const isFiltered = Object.keys(input).length > 0;
  const clear = () => setUrl({ consent: undefined, prefix: undefined, cursor: undefined });
  return (
    <Page
      title={t.title}
      layout="fill"
      bar={<Filters />}
      actions={
        <>
          <ShowAsCode operation="messaging.contacts.list" input={input} />
          {add}
        </>
      }
    >
      <DataTable
        list="messaging.contacts.list"
        input={input}
        label={t.title}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          isFiltered ? (
            <NoMatch icon={Users} title={t.noMatchTitle} text={t.noMatchText} onClear={clear} />
          ) : (
            <EmptyState icon={Users} title={t.emptyTitle} action={add}>
              {t.emptyText}
            </EmptyState>
          )
        }
      />
      <AddContact isOpen={isAdding} onClose={() => setIsAdding(false)} />
    </Page>
  );
}

function useColumns(): readonly Column<Contact>[] {
  const t = useTexts(contactsMessages);
  const { instant, date } = useFormats();
  return useMemo(
    () => [
      {
        id: 'phone',
        title: t.phone,
        width: '10.5rem',
        cell: ({ phone_e164 }) => (
          <Link to="/audiences/contacts/$phone" params={{ phone: phone_e164 }} data-row>
            {phone_e164}
          </Link>
        ),
      },
      { id: 'name', title: t.name, width: 'minmax(9rem, 1fr)', cell: nameOf },
      {
        id: 'consent',
        title: t.consent,
        width: '9rem',
        cell: ({ consent_state }) => <ConsentPill state={consent_state} />,
      },
      {
        id: 'zone',
        title: t.zone,
        width: '10.5rem',
        cell: ({ time_zone }) => <Quiet>{time_zone ?? t.fromNumber}</Quiet>,
      },
      {
        id: 'last',
        title: t.lastMessage,
        width: '15rem',
        cell: ({ last_message_received: at }) => <Quiet>{at === null ? t.never : instant(at)}</Quiet>,
      },
      {
        id: 'added',
        title: t.added,
        width: '7.5rem',
        isNumeric: true,
        cell: ({ created_at }) => <Quiet>{date(created_at)}</Quiet>,
      },
    ],
    [t, instant, date],
  );
}

function nameOf({ attributes }: Contact): string {
  const name = attributes['name'] ?? attributes['first_name'] ?? '';
  return String(name);
}

function Filters() {
  const t = useTexts(contactsMessages);
  return (
    <>
      <UrlText name="prefix" label={t.prefix} placeholder={`${t.prefix} +49…`} />
      <UrlSelect
        name="consent"
        label={t.consent}
        options={consentStates.map((state) => ({ value: state, label: t[state] }))}
      />
    </>
  );
}
