import { Button } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useIdentity } from '../../api/session-context.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { ButtonLink } from '../../ui/button-link.tsx';
import { ConfirmButton } from '../../ui/dialogs/confirm-button.tsx';
import { ShowAsCode } from '../../ui/dialogs/show-as-code.tsx';
import { Loaded } from '../../ui/feedback/state.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { Facts, Page, Section } from '../../ui/page.tsx';
import { ConsentHistory } from './consent-history.tsx';
import { ConsentPill } from './consent-pill.tsx';
import { contactsMessages } from './contacts.messages.ts';
import { useContact, useDeleteContact, type Contact } from './contacts.queries.ts';
import { EditContact } from './edit-contact.tsx';

/** One contact with everything known of it. */
export function ContactPage() {
  const t = useTexts(contactsMessages);
  const { phone = '' }: { readonly phone?: string } = useParams({ strict: false });
  const read = useContact(phone);
  return (
    <Page
      title={phone}
      parent={{ label: t.title, to: '/audiences/contacts' }}
      layout="narrow"
      beside={read.data === undefined ? null : <ConsentPill state={read.data.consent_state} />}
      actions={read.data === undefined ? null : <Actions contact={read.data} />}
    >
      <Loaded read={read}>{(contact) => <Details contact={contact} />}</Loaded>
    </Page>
  );
}

function Details({ contact }: { readonly contact: Contact }) {
  const t = useTexts(contactsMessages);
  const { instant } = useFormats();
  const attributes = Object.entries(contact.attributes).map(([name, value]) => [name, String(value)] as const);
  const { last_message_received: last } = contact;
  return (
    <>
      <Section title={t.details}>
        <Facts
          facts={[
            [t.phone, contact.phone_e164],
            [t.consent, <ConsentPill key="consent" state={contact.consent_state} />],
            [t.consentSince, instant(contact.consent_updated_at)],
            [t.zone, contact.time_zone ?? t.fromNumber],
            [t.lastMessage, last === null ? t.never : instant(last)],
            [t.added, instant(contact.created_at)],
          ]}
        />
      </Section>
      <Section title={t.attributes}>
        {attributes.length === 0 ? (
          <span style={{ color: 'var(--text-dimmed)' }}>{t.noAttributes}</span>
        ) : (
          <Facts facts={attributes} />
        )}
      </Section>
      <ConsentHistory phone={contact.phone_e164} />
    </>
  );
}

function Actions({ contact }: { readonly contact: Contact }) {
  const t = useTexts(contactsMessages);
  const say = useToast();
  const { scopes } = useIdentity();
  const [isEditing, setIsEditing] = useState(false);
  const remove = useDeleteContact();
  const { phone_e164 } = contact;
  const confirm = async () => {
    await remove.mutateAsync({ phone_e164 });
    say(t.deletedToast(phone_e164));
  };
  const code = (
    <>
      <ShowAsCode operation="messaging.contacts.get" input={{ phone_e164 }} />
      {scopes.includes('messaging:send') ? (
        <ButtonLink variant="default" to="/campaigns/messages/new" search={{ to: phone_e164 }}>
          {t.whatsapp}
        </ButtonLink>
      ) : null}
    </>
  );
  if (!scopes.includes('messaging:write')) return code;
  return (
    <>
      {code}
      <ConfirmButton
        label={t.delete}
        title={t.deleteTitle}
        text={t.deleteText}
        verb={t.deleteVerb}
        onConfirm={confirm}
      />
      <Button onClick={() => setIsEditing(true)}>{t.edit}</Button>
      <EditContact contact={contact} isOpen={isEditing} onClose={() => setIsEditing(false)} />
    </>
  );
}
