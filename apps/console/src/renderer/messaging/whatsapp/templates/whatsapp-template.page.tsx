import { Link, useParams } from '@tanstack/react-router';
import { useIdentity } from '../../../api/session-context.tsx';
import { useFormats } from '../../../i18n/format.ts';
import { useTexts } from '../../../i18n/locale.tsx';
import { ButtonLink } from '../../../ui/button-link.tsx';
import { ShowAsCode } from '../../../ui/dialogs/show-as-code.tsx';
import { Loaded } from '../../../ui/feedback/state.tsx';
import { Facts, Page, Section } from '../../../ui/page.tsx';
import { WhatsappBubble } from '../whatsapp-bubble.tsx';
import classes from '../whatsapp.module.css';
import { useWhatsappTemplate, type WhatsappTemplate } from '../whatsapp.queries.ts';
import { useMetaWords } from './use-meta-words.ts';
import { WhatsappTemplatePill } from './whatsapp-template-pill.tsx';
import { whatsappTemplatesMessages } from './whatsapp-templates.messages.ts';

/** One template: how it stands with Meta and why, and what people see. */
export function WhatsappTemplatePage() {
  const t = useTexts(whatsappTemplatesMessages);
  const { template: id = '' }: { readonly template?: string } = useParams({ strict: false });
  const read = useWhatsappTemplate(id);
  return (
    <Page
      title={read.data?.name ?? t.template}
      parent={{ label: t.title, to: '/audiences/whatsapp-templates' }}
      layout="narrow"
      beside={read.data === undefined ? null : <WhatsappTemplatePill status={read.data.status} />}
      actions={read.data === undefined ? null : <Actions template={read.data} />}
    >
      <Loaded read={read}>
        {(template) => (
          <>
            <Standing template={template} />
            <Section title={t.preview}>
              <Preview template={template} />
            </Section>
            <Details template={template} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Actions({ template: { id, status } }: { readonly template: WhatsappTemplate }) {
  const t = useTexts(whatsappTemplatesMessages);
  const { scopes } = useIdentity();
  return (
    <>
      <ShowAsCode operation="messaging.whatsappTemplates.get" input={{ template_id: id }} />
      {scopes.includes('messaging:write') ? (
        <ButtonLink variant="default" to="/audiences/whatsapp-templates/new" search={{ from: id }}>
          {t.copy}
        </ButtonLink>
      ) : null}
      {status === 'approved' && scopes.includes('messaging:send') ? (
        <ButtonLink to="/campaigns/messages/new" search={{ template: id }}>
          {t.send}
        </ButtonLink>
      ) : null}
    </>
  );
}

const refused = { rejected: 'bad', paused: 'warn', disabled: 'bad' } as const;

function Standing({ template: { status, reason } }: { readonly template: WhatsappTemplate }) {
  const t = useTexts(whatsappTemplatesMessages);
  const { reasonText } = useMetaWords();
  if (status === 'submitting' || status === 'pending')
    return (
      <div className={classes['rejection']} data-tone="info" role="status">
        <p>{t[`${status}_text`]}</p>
      </div>
    );
  if (status === 'approved' || status === 'deleted') return null;
  return (
    <div className={classes['rejection']} data-tone={refused[status]} role="status">
      <h2>{t[`${status}Title`]}</h2>
      <p>{reason === null ? t.noReason : reasonText(reason)}</p>
    </div>
  );
}

function Preview({ template }: { readonly template: WhatsappTemplate }) {
  const { header_text, body_text, footer_text, header_variable, body_variables } = template;
  return (
    <WhatsappBubble
      header={header_text}
      body={body_text}
      footer={footer_text}
      values={body_variables.map((name) => ({ name, value: '' }))}
      headerValue={header_variable === null ? null : { name: header_variable, value: '' }}
    />
  );
}

function Details({ template }: { readonly template: WhatsappTemplate }) {
  const t = useTexts(whatsappTemplatesMessages);
  const { languageName, categoryName } = useMetaWords();
  const { instant } = useFormats();
  const { job_id: job, header_variable } = template;
  const variables = [...(header_variable === null ? [] : [header_variable]), ...template.body_variables];
  return (
    <Section title={t.details}>
      <Facts
        facts={[
          [t.language, `${languageName(template.language)} (${template.language})`],
          [t.category, categoryName(template.category)],
          [t.variables, variables.join(', ') || t.none],
          [t.account, template.business_account_id],
          [t.metaId, template.provider_id ?? '–'],
          [
            t.job,
            job === null ? (
              t.madeAtMeta
            ) : (
              <Link key="job" to="/operations/jobs/$id" params={{ id: job }}>
                {t.showJob}
              </Link>
            ),
          ],
          [t.since, instant(template.status_at)],
          [t.created, instant(template.created_at)],
        ]}
      />
    </Section>
  );
}
