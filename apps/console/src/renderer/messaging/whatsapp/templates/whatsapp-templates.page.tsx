import { Link } from '@tanstack/react-router';
import { MessageCircle, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useIdentity } from '../../../api/session-context.tsx';
import { useFormats } from '../../../i18n/format.ts';
import { useTexts } from '../../../i18n/locale.tsx';
import { ButtonLink } from '../../../ui/button-link.tsx';
import { EmptyState } from '../../../ui/feedback/state.tsx';
import { UrlSelect } from '../../../ui/filters/url-select.tsx';
import { UrlText } from '../../../ui/filters/url-text.tsx';
import { useUrlState } from '../../../ui/filters/use-url-state.ts';
import { Quiet } from '../../../ui/quiet.tsx';
import type { Column } from '../../../ui/tables/data-table.tsx';
import { ListPage } from '../../../ui/tables/list-page.tsx';
import { uiMessages } from '../../../ui/ui.messages.ts';
import { NoWhatsappSender } from '../no-whatsapp-sender.tsx';
import { useWhatsappSenders, whatsappTemplatesInput, type WhatsappTemplate } from '../whatsapp.queries.ts';
import { useMetaWords } from './use-meta-words.ts';
import { whatsappTemplateStatuses } from './template-statuses.ts';
import { WhatsappTemplatePill } from './whatsapp-template-pill.tsx';
import { whatsappTemplatesMessages } from './whatsapp-templates.messages.ts';

/** Every WhatsApp template and how it stands with Meta. */
export function WhatsappTemplatesPage() {
  const t = useTexts(whatsappTemplatesMessages);
  const ui = useTexts(uiMessages);
  const { scopes } = useIdentity();
  const [{ status, name }] = useUrlState();
  const input = useMemo(() => whatsappTemplatesInput({ status, name }), [status, name]);
  const columns = useColumns();
  const senders = useWhatsappSenders();
  const add = scopes.includes('messaging:write') ? (
    <ButtonLink to="/audiences/whatsapp-templates/new" icon={Plus}>
      {t.newShort}
    </ButtonLink>
  ) : null;
  const options = whatsappTemplateStatuses.map((value) => ({ value, label: t[value] }));
  const empty =
    senders.data?.length === 0 ? (
      <NoWhatsappSender />
    ) : (
      <EmptyState icon={MessageCircle} title={t.emptyTitle} action={add}>
        {t.emptyText}
      </EmptyState>
    );
  return (
    <ListPage
      title={t.title}
      list="messaging.whatsappTemplates.list"
      input={input}
      columns={columns}
      rowKey={({ id }) => id}
      filters={
        <>
          <UrlText name="name" label={ui.nameContains} />
          <UrlSelect name="status" label={t.status} options={options} />
        </>
      }
      action={add}
      empty={empty}
      noMatch={{ title: t.noMatch }}
    />
  );
}

function useColumns(): readonly Column<WhatsappTemplate>[] {
  const t = useTexts(whatsappTemplatesMessages);
  const { languageName, categoryName, reasonText } = useMetaWords();
  const { instant } = useFormats();
  return useMemo(
    () => [
      {
        id: 'name',
        title: t.name,
        width: 'minmax(10rem, 1fr)',
        cell: ({ id, name }) => (
          <Link to="/audiences/whatsapp-templates/$template" params={{ template: id }} data-row>
            {name}
          </Link>
        ),
      },
      { id: 'language', title: t.language, width: '8rem', cell: ({ language }) => languageName(language) },
      { id: 'category', title: t.category, width: '7.5rem', cell: ({ category }) => categoryName(category) },
      {
        id: 'status',
        title: t.status,
        width: '9.5rem',
        cell: ({ status }) => <WhatsappTemplatePill status={status} />,
      },
      {
        id: 'text',
        title: t.text,
        width: 'minmax(10rem, 2fr)',
        // Why it stands so is what matters of one that cannot be sent.
        cell: ({ reason, body_text }) => <Quiet>{reason === null ? body_text : reasonText(reason)}</Quiet>,
      },
      {
        id: 'since',
        title: t.since,
        width: '14rem',
        isNumeric: true,
        cell: ({ status_at }) => <Quiet>{instant(status_at)}</Quiet>,
      },
    ],
    [t, languageName, categoryName, reasonText, instant],
  );
}
