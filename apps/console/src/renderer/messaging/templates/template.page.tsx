import { useParams } from '@tanstack/react-router';
import { useIdentity } from '../../api/session-context.tsx';
import { useTexts } from '../../i18n/locale.tsx';
import { ConfirmButton } from '../../ui/dialogs/confirm-button.tsx';
import { ShowAsCode } from '../../ui/dialogs/show-as-code.tsx';
import { Loaded } from '../../ui/feedback/state.tsx';
import { StatusPill } from '../../ui/feedback/status-pill.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { Page } from '../../ui/page.tsx';
import { TemplateEditor, type TemplateFields } from './template-editor.tsx';
import { templatesMessages } from './templates.messages.ts';
import { undoTemplate, useDeleteTemplate, useTemplate, useUpdateTemplate, type Template } from './templates.queries.ts';

const schema = async () => (await import('@marquee/api/messaging/templates.contract')).templates.update.input;

/** One template: its text, its size, and what somebody would read. */
export function TemplatePage() {
  const t = useTexts(templatesMessages);
  const { template: id = '' }: { readonly template?: string } = useParams({ strict: false });
  const read = useTemplate(id);
  return (
    <Page
      title={read.data?.name ?? t.title}
      parent={{ label: t.title, to: '/audiences/templates' }}
      beside={read.data?.is_active === false ? <StatusPill tone="neutral" label={t.activeNo} /> : null}
      actions={read.data === undefined ? null : <Actions template={read.data} />}
    >
      <Loaded read={read}>{(template) => <Editor key={template.updated_at} template={template} />}</Loaded>
    </Page>
  );
}

function Editor({ template }: { readonly template: Template }) {
  const t = useTexts(templatesMessages);
  const say = useToast();
  const { scopes } = useIdentity();
  const update = useUpdateTemplate();
  const submit = async ({ name, content, is_active }: TemplateFields) => {
    await update.mutateAsync({ template_id: template.id, name, content, is_active });
    say(t.savedToast, () => update.mutateAsync(undoTemplate(template)));
  };
  const { name, content, is_active } = template;
  return (
    <TemplateEditor
      schema={schema}
      operation="messaging.templates.update"
      initial={{ name, content, is_active }}
      saved={template}
      submitLabel={t.save}
      toInput={(fields) => ({ template_id: template.id, ...fields })}
      onSubmit={submit}
      isReadOnly={!scopes.includes('messaging:write')}
    />
  );
}

function Actions({ template: { id, name } }: { readonly template: Template }) {
  const t = useTexts(templatesMessages);
  const say = useToast();
  const { scopes } = useIdentity();
  const remove = useDeleteTemplate();
  const confirm = async () => {
    await remove.mutateAsync({ template_id: id });
    say(t.deletedToast(name));
  };
  return (
    <>
      <ShowAsCode operation="messaging.templates.get" input={{ template_id: id }} />
      {scopes.includes('messaging:write') ? (
        <ConfirmButton
          label={t.delete}
          title={t.deleteTitle}
          text={t.deleteText}
          verb={t.deleteVerb}
          onConfirm={confirm}
        />
      ) : null}
    </>
  );
}
