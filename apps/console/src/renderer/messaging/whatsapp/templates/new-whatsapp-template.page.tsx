import { useMemo } from 'react';
import { useWatch } from 'react-hook-form';
import type { InputOf } from '../../../api/operations.ts';
import { useTexts } from '../../../i18n/locale.tsx';
import { Loaded } from '../../../ui/feedback/state.tsx';
import { useToast } from '../../../ui/feedback/toasts.tsx';
import { useUrlState } from '../../../ui/filters/use-url-state.ts';
import { SelectField, TextField } from '../../../ui/forms/fields.tsx';
import { FormColumns, Panel } from '../../../ui/forms/form-columns.tsx';
import { Form } from '../../../ui/forms/form.tsx';
import { Page } from '../../../ui/page.tsx';
import { NoWhatsappSender } from '../no-whatsapp-sender.tsx';
import { WhatsappBubble } from '../whatsapp-bubble.tsx';
import classes from '../whatsapp.module.css';
import {
  useCreateWhatsappTemplate,
  useWhatsappSenders,
  useWhatsappTemplate,
  type WhatsappTemplate,
} from '../whatsapp.queries.ts';
import { metaLanguages } from './meta-languages.ts';
import { useMetaWords } from './use-meta-words.ts';
import {
  templateFieldsOf,
  templateInput,
  templateSchema,
  variablesIn,
  type WhatsappTemplateFields,
} from './whatsapp-template-form.ts';
import { WhatsappTexts } from './whatsapp-texts.tsx';
import { whatsappTemplatesMessages } from './whatsapp-templates.messages.ts';

/** Writes a template and hands it to Meta; `?from=` begins with the texts of another. */
export function NewWhatsappTemplatePage() {
  const t = useTexts(whatsappTemplatesMessages);
  const [{ from }] = useUrlState();
  const senders = useWhatsappSenders();
  const other = useWhatsappTemplate(from);
  return (
    <Page title={t.new} parent={{ label: t.title, to: '/audiences/whatsapp-templates' }}>
      <Loaded read={senders}>
        {(all) => {
          if (all.length === 0) return <NoWhatsappSender />;
          const ids = all.map(({ sender_id }) => sender_id);
          if (from === undefined) return <Editor senders={ids} from={null} />;
          return <Loaded read={other}>{(template) => <Editor senders={ids} from={template} />}</Loaded>;
        }}
      </Loaded>
    </Page>
  );
}

interface EditorProps {
  /** At least one. */
  readonly senders: readonly string[];
  readonly from: WhatsappTemplate | null;
}

function Editor({ senders, from }: EditorProps) {
  const t = useTexts(whatsappTemplatesMessages);
  const say = useToast();
  const create = useCreateWhatsappTemplate();
  const submit = async (input: InputOf<'messaging.whatsappTemplates.create'>) => {
    const { name } = await create.mutateAsync(input);
    say(t.madeToast(name));
  };
  return (
    <div className={classes['whole']}>
      <Form<WhatsappTemplateFields, InputOf<'messaging.whatsappTemplates.create'>>
        schema={templateSchema}
        draft={`whatsapp-template.${from?.id ?? 'new'}`}
        initial={templateFieldsOf(from, senders[0] ?? '')}
        toInput={templateInput}
        onSubmit={submit}
        submitLabel={t.submit}
        operation="messaging.whatsappTemplates.create"
      >
        <FormColumns beside={<Preview />}>
          {senders.length > 1 ? (
            <SelectField
              name="sender_id"
              label={t.sender}
              description={t.senderHint}
              options={senders.map((value) => ({ value, label: value }))}
            />
          ) : null}
          <TextField name="name" label={t.name} description={t.nameHint} isRequired isFirst />
          <Kind />
          <WhatsappTexts />
        </FormColumns>
      </Form>
    </div>
  );
}

function Kind() {
  const t = useTexts(whatsappTemplatesMessages);
  const { languageName } = useMetaWords();
  const [written, category] = useWatch<WhatsappTemplateFields, ['language', 'category']>({
    name: ['language', 'category'],
  });
  const languages = useMemo(
    () =>
      [...new Set([...metaLanguages, written])].map((value) => ({ value, label: `${languageName(value)} (${value})` })),
    [languageName, written],
  );
  const categories = (['UTILITY', 'MARKETING'] as const).map((value) => ({ value, label: t[value] }));
  return (
    <div className={classes['pair']}>
      <SelectField name="category" label={t.category} description={t[`${category}_hint`]} options={categories} />
      <SelectField name="language" label={t.language} description={t.languageHint} options={languages} isSearchable />
    </div>
  );
}

function Preview() {
  const t = useTexts(whatsappTemplatesMessages);
  const { header_content, body_text, footer_text, ...fields } = useWatch<WhatsappTemplateFields>();
  const values = Array.from({ length: variablesIn(body_text ?? '') }, (_, at) => ({
    name: fields.body_variables?.[at] ?? '',
    value: fields.samples?.[at] ?? '',
  }));
  return (
    <Panel title={t.preview}>
      <WhatsappBubble
        header={header_content ?? null}
        body={body_text ?? ''}
        footer={footer_text ?? null}
        values={values}
        headerValue={{ name: fields.header_variable ?? '', value: fields.header_sample ?? '' }}
      />
    </Panel>
  );
}
