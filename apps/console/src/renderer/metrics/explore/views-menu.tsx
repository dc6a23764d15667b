import { Button, Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Bookmark, Plus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { failureOf } from '../../api/failure.ts';
import type { InputOf } from '../../api/operations.ts';
import { useIdentity } from '../../api/session-context.tsx';
import { useTexts } from '../../i18n/locale.tsx';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { TextField } from '../../ui/forms/fields.tsx';
import { Form } from '../../ui/forms/form.tsx';
import { uiMessages } from '../../ui/ui.messages.ts';
import { useDeleteView, useSaveView, useViews, type View } from '../metrics.queries.ts';
import { exploreMessages } from './explore.messages.ts';
import type { Question } from './question.ts';
import { viewAddress, viewQuery } from './view-address.ts';

const schema = async () => (await import('@marquee/api/metrics/views.contract')).views.create.input;

interface ViewsMenuProps {
  readonly question: Question;
  readonly input: InputOf<'metrics.dashboards.query'>;
  readonly isAsked: boolean;
}

/** Questions that were kept: opening, saving and deleting them. */
export function ViewsMenu({ question, input, isAsked }: ViewsMenuProps) {
  const t = useTexts(exploreMessages);
  const { scopes } = useIdentity();
  const navigate = useNavigate();
  const views = useViews().data?.items ?? [];
  const [isSaving, setIsSaving] = useState(false);
  const canWrite = scopes.includes('metrics:write');
  const button = useRef<HTMLButtonElement>(null);
  // The entry is gone once the dialog closes: the focus goes back to what opened the menu.
  const save = () => {
    button.current?.focus();
    setIsSaving(true);
  };
  const open = (view: View) => void navigate({ to: '/insights/explore', search: viewAddress(view) });
  return (
    <>
      <Menu position="bottom-end" width={300} shadow="md">
        <Menu.Target>
          <Button ref={button} variant="subtle" color="gray" leftSection={<Bookmark size={14} aria-hidden />}>
            {t.views}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.length === 0 ? <Menu.Label>{t.viewsEmpty}</Menu.Label> : null}
          {views.map((view) => (
            <Menu.Item key={view.id} onClick={() => open(view)}>
              {view.name}
            </Menu.Item>
          ))}
          {canWrite ? (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<Plus size={14} aria-hidden />} disabled={!isAsked} onClick={save}>
                {t.saveView}
              </Menu.Item>
              {views.map((view) => (
                <DeleteItem key={view.id} view={view} />
              ))}
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <SaveView question={question} input={input} isOpen={isSaving} onClose={() => setIsSaving(false)} />
    </>
  );
}

function DeleteItem({ view }: { readonly view: View }) {
  const t = useTexts(exploreMessages);
  const say = useToast();
  const remove = useDeleteView();
  const save = useSaveView();
  const { id, name, query } = view;
  const click = () =>
    remove.mutateAsync({ view_id: id }).then(
      () => say(t.viewDeleted(name), () => save.mutateAsync({ name, query })),
      (error: unknown) => say(failureOf(error).detail),
    );
  return (
    <Menu.Item leftSection={<Trash2 size={14} aria-hidden />} onClick={() => void click()}>
      {t.deleteView(name)}
    </Menu.Item>
  );
}

interface SaveViewProps extends Omit<ViewsMenuProps, 'isAsked'> {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function SaveView({ question, input, isOpen, onClose }: SaveViewProps) {
  const t = useTexts(exploreMessages);
  const ui = useTexts(uiMessages);
  const say = useToast();
  const save = useSaveView();
  const submit = async (view: InputOf<'metrics.views.create'>) => {
    await save.mutateAsync(view);
    say(t.viewSaved(view.name));
    onClose();
  };
  return (
    <Dialog title={t.saveView} isOpen={isOpen} onClose={onClose} size="sm">
      <Form
        schema={schema}
        operation="metrics.views.create"
        initial={{ name: '' }}
        toInput={({ name }: { readonly name: string }) => ({ name, query: viewQuery(question, input) })}
        onSubmit={submit}
        submitLabel={ui.save}
        onCancel={onClose}
      >
        <TextField name="name" label={t.viewName} isRequired isFirst />
      </Form>
    </Dialog>
  );
}
