import { useState } from 'react';
import { useTexts } from '../../i18n/locale.tsx';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { SecretOnce } from '../../ui/dialogs/secret-once.tsx';
import { NumberField } from '../../ui/forms/fields.tsx';
import { Form } from '../../ui/forms/form.tsx';
import { webhooksMessages } from './webhooks.messages.ts';
import { useRotateWebhook, type Webhook } from './webhooks.queries.ts';

const schema = async () => (await import('@marquee/api/events/webhooks.contract')).webhooks.rotate.input;

interface RotateSecretProps {
  readonly webhook: Webhook;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The dialog that makes a new secret and shows it this once. */
export function RotateSecret({ webhook, isOpen, onClose }: RotateSecretProps) {
  const t = useTexts(webhooksMessages);
  const rotate = useRotateWebhook();
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => {
    setSecret(null);
    onClose();
  };
  const submit = async (input: Parameters<typeof rotate.mutateAsync>[0]) =>
    setSecret((await rotate.mutateAsync(input)).secret);
  return (
    <Dialog title={secret === null ? t.rotateTitle : t.secretTitle} isOpen={isOpen} onClose={close}>
      {secret === null ? (
        <Form
          schema={schema}
          operation="events.webhooks.rotate"
          initial={{ overlap_hours: 24 }}
          toInput={(fields: { readonly overlap_hours: number }) => ({ webhook_id: webhook.id, ...fields })}
          onSubmit={submit}
          submitLabel={t.rotateVerb}
          onCancel={close}
        >
          <NumberField name="overlap_hours" label={t.overlap} min={0} max={168} />
        </Form>
      ) : (
        <SecretOnce secret={secret} text={t.secretText} onDone={close} />
      )}
    </Dialog>
  );
}
