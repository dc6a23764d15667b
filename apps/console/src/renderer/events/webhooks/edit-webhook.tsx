import { useState } from 'react';
import { useTexts } from '../../i18n/locale.tsx';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { SecretOnce } from '../../ui/dialogs/secret-once.tsx';
import { TagsField, TextField } from '../../ui/forms/fields.tsx';
import { Form } from '../../ui/forms/form.tsx';
import { prefixesOf, useEventNames } from '../event-names.ts';
import { webhooksMessages } from './webhooks.messages.ts';
import { useCreateWebhook, useUpdateWebhook, type Webhook } from './webhooks.queries.ts';

const contract = async () => (await import('@marquee/api/events/webhooks.contract')).webhooks;
const createSchema = async () => (await contract()).create.input;
const updateSchema = async () => (await contract()).update.input;

interface WebhookFields {
  readonly url: string;
  readonly description: string;
  readonly event_names: readonly string[];
}

interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The dialog that adds a webhook, and then shows its secret this once. */
export function AddWebhook({ isOpen, onClose }: DialogProps) {
  const t = useTexts(webhooksMessages);
  const create = useCreateWebhook();
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => {
    setSecret(null);
    onClose();
  };
  const submit = async (input: Parameters<typeof create.mutateAsync>[0]) =>
    setSecret((await create.mutateAsync(input)).secret);
  return (
    <Dialog title={secret === null ? t.addTitle : t.secretTitle} isOpen={isOpen} onClose={close}>
      {secret === null ? (
        <Form
          schema={createSchema}
          draft="webhook.new"
          operation="events.webhooks.create"
          initial={{ url: '', description: '', event_names: [] as string[] }}
          toInput={(fields: WebhookFields) => ({ ...fields, event_names: [...fields.event_names] })}
          onSubmit={submit}
          submitLabel={t.add}
          onCancel={close}
        >
          <WebhookFields />
        </Form>
      ) : (
        <SecretOnce secret={secret} text={t.secretText} onDone={close} />
      )}
    </Dialog>
  );
}

/** The dialog that changes a webhook. */
export function EditWebhook({ webhook, isOpen, onClose }: DialogProps & { readonly webhook: Webhook }) {
  const t = useTexts(webhooksMessages);
  const update = useUpdateWebhook();
  const { id: webhook_id, url, description, event_names } = webhook;
  const submit = async (input: Parameters<typeof update.mutateAsync>[0]) => {
    await update.mutateAsync(input);
    onClose();
  };
  return (
    <Dialog title={t.editTitle} isOpen={isOpen} onClose={onClose}>
      <Form
        schema={updateSchema}
        draft={`webhook.${webhook_id}`}
        initial={{ url, description, event_names }}
        toInput={(fields: WebhookFields) => ({ webhook_id, ...fields, event_names: [...fields.event_names] })}
        onSubmit={submit}
        submitLabel={t.save}
        onCancel={onClose}
        operation="events.webhooks.update"
      >
        <WebhookFields />
      </Form>
    </Dialog>
  );
}

function WebhookFields() {
  const t = useTexts(webhooksMessages);
  const names = useEventNames();
  return (
    <>
      <TextField
        name="url"
        label={t.url}
        description={t.urlHint}
        type="url"
        placeholder="https://"
        isRequired
        isFirst
      />
      <TagsField
        name="event_names"
        label={t.events}
        description={t.eventsHint}
        suggestions={[...prefixesOf(names), ...names]}
      />
      <TextField name="description" label={t.description} description={t.descriptionHint} />
    </>
  );
}
