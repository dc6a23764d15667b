import { useTexts } from '../../i18n/locale.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { Page } from '../../ui/page.tsx';
import { TemplateEditor, type TemplateFields } from './template-editor.tsx';
import { templatesMessages } from './templates.messages.ts';
import { useCreateTemplate } from './templates.queries.ts';

const schema = async () => (await import('@marquee/api/messaging/templates.contract')).templates.create.input;
const initial: TemplateFields = { name: '', content: '', is_active: true };

/** Writes a new template. */
export function NewTemplatePage() {
  const t = useTexts(templatesMessages);
  const say = useToast();
  const create = useCreateTemplate();
  const submit = async (fields: TemplateFields) => {
    const { name } = await create.mutateAsync(fields);
    say(t.createdToast(name));
  };
  return (
    <Page title={t.new} parent={{ label: t.title, to: '/audiences/templates' }}>
      <TemplateEditor
        schema={schema}
        operation="messaging.templates.create"
        initial={initial}
        saved={null}
        submitLabel={t.create}
        toInput={(fields) => fields}
        onSubmit={submit}
        isReadOnly={false}
      />
    </Page>
  );
}
