import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { FileUp, Plus, Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useIdentity } from '../../api/session-context.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { ButtonLink } from '../../ui/button-link.tsx';
import { EmptyState } from '../../ui/feedback/state.tsx';
import { UrlSelect } from '../../ui/filters/url-select.tsx';
import { UrlText } from '../../ui/filters/url-text.tsx';
import { useUrlState } from '../../ui/filters/use-url-state.ts';
import { Quiet } from '../../ui/quiet.tsx';
import type { Column } from '../../ui/tables/data-table.tsx';
import { ListPage } from '../../ui/tables/list-page.tsx';
import { AddContact } from './add-contact.tsx';
import { ConsentPill } from './consent-pill.tsx';
import { contactName } from './contact-search.ts';
import { contactsMessages } from './contacts.messages.ts';
import { consentStates, contactsInput, type Contact } from './contacts.queries.ts';

/** Everybody who can be messaged. */
export function ContactsPage() {
  const t = useTexts(contactsMessages);
  const { scopes } = useIdentity();
  const [{ consent, search }] = useUrlState();
  const [isAdding, setIsAdding] = useState(false);
  const input = useMemo(() => contactsInput({ consent, search }), [consent, search]);
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
  return (
    <ListPage
      title={t.title}
      list="messaging.contacts.list"
      input={input}
      columns={columns}
      rowKey={({ id }) => id}
      filters={<Filters />}
      action={add}
      empty={
        <EmptyState icon={Users} title={t.emptyTitle} action={add}>
          {t.emptyText}
        </EmptyState>
      }
      noMatch={{ icon: Users, title: t.noMatchTitle, text: t.noMatchText }}
    >
      <AddContact isOpen={isAdding} onClose={() => setIsAdding(false)} />
    </ListPage>
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
      { id: 'name', title: t.name, width: 'minmax(9rem, 1fr)', cell: contactName },
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

function Filters() {
  const t = useTexts(contactsMessages);
  return (
    <>
      <UrlText name="search" label={t.search} />
      <UrlSelect
        name="consent"
        label={t.consent}
        options={consentStates.map((state) => ({ value: state, label: t[state] }))}
      />
    </>
  );
}
