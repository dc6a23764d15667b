import { useState } from 'react';
import { useIdentity } from '../api/session-context.tsx';
import type { InputOf } from '../api/operations.ts';
import { useTexts } from '../i18n/locale.tsx';
import { Dialog } from '../ui/dialogs/dialog.tsx';
import { SecretOnce } from '../ui/dialogs/secret-once.tsx';
import { CheckboxesField, TextField } from '../ui/forms/fields.tsx';
import { Form } from '../ui/forms/form.tsx';
import { apiKeysMessages } from './api-keys.messages.ts';
import { useCreateApiKey } from './api-keys.queries.ts';

const schema = async () => (await import('@marquee/api/workspace/api-keys.contract')).apiKeys.create.input;

interface CreateApiKeyProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The dialog that makes a key and shows it this once. */
export function CreateApiKey({ isOpen, onClose }: CreateApiKeyProps) {
  const t = useTexts(apiKeysMessages);
  const { scopes } = useIdentity();
  const create = useCreateApiKey();
  const [made, setMade] = useState<string | null>(null);
  const close = () => {
    setMade(null);
    create.reset();
    onClose();
  };
  const submit = async (input: InputOf<'workspace.apiKeys.create'>) => setMade((await create.mutateAsync(input)).key);
  return (
    <Dialog title={made === null ? t.createTitle : t.createdTitle} isOpen={isOpen} onClose={close}>
      {made === null ? (
        <Form
          schema={schema}
          operation="workspace.apiKeys.create"
          draft="api-key.new"
          initial={{ name: '', scopes: [] as string[] }}
          onSubmit={submit}
          submitLabel={t.create}
          onCancel={close}
        >
          <TextField name="name" label={t.name} description={t.nameHint} isRequired isFirst />
          <CheckboxesField
            name="scopes"
            label={t.scopes}
            isRequired
            options={scopes.map((scope) => ({ value: scope, label: scope }))}
          />
        </Form>
      ) : (
        <SecretOnce secret={made} text={t.createdText} onDone={close} />
      )}
    </Dialog>
  );
}
