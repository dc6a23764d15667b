import type { InputOf } from '../../api/operations.ts';
import { useChange } from '../../api/use-operation.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { SelectField, TextAreaField, TextField } from '../../ui/forms/fields.tsx';
import { Form } from '../../ui/forms/form.tsx';
import { Hint } from '../../ui/quiet.tsx';
import { suppressionsMessages } from './suppressions.messages.ts';

const schema = async () => (await import('@marquee/api/messaging/suppressions.contract')).suppressions.add.input;
const channels = ['email', 'phone', 'form', 'chat', 'post', 'in_person', 'other'] as const;

interface Fields {
  readonly phone_e164: string;
  readonly reason: string;
  readonly evidence: { readonly channel: (typeof channels)[number]; readonly text: string; readonly reference: string };
}

const initial: Fields = { phone_e164: '', reason: '', evidence: { channel: 'email', text: '', reference: '' } };

/** The dialog that suppresses a number. */
export function AddSuppression({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts(suppressionsMessages);
  const say = useToast();
  const add = useChange('messaging.suppressions.add', {
    refreshes: ['messaging.suppressions.', 'messaging.contacts.'],
  });
  const submit = async (input: InputOf<'messaging.suppressions.add'>) => {
    await add.mutateAsync(input);
    say(t.addedToast);
    onClose();
  };
  return (
    <Dialog title={t.addTitle} isOpen onClose={onClose}>
      <Hint>{t.addText}</Hint>
      <Form<Fields, InputOf<'messaging.suppressions.add'>>
        schema={schema}
        operation="messaging.suppressions.add"
        draft="suppression.new"
        initial={initial}
        toInput={inputOf}
        onSubmit={submit}
        submitLabel={t.add}
        onCancel={onClose}
      >
        <TextField name="phone_e164" label={t.phone} description={t.phoneHint} type="tel" isRequired isFirst />
        <TextField name="reason" label={t.reason} description={t.reasonHint} isRequired />
        <SelectField
          name="evidence.channel"
          label={t.channel}
          options={channels.map((value) => ({ value, label: value === 'phone' ? t.phoneCall : t[value] }))}
        />
        <TextAreaField name="evidence.text" label={t.said} rows={2} />
        <TextField name="evidence.reference" label={t.reference} />
      </Form>
    </Dialog>
  );
}

function inputOf({ phone_e164, reason, evidence }: Fields): InputOf<'messaging.suppressions.add'> {
  const { channel, text, reference } = evidence;
  return {
    phone_e164: phone_e164.replaceAll(/[\s()-]/g, ''),
    reason,
    evidence: {
      channel,
      ...(text.trim() === '' ? {} : { text: text.trim() }),
      ...(reference.trim() === '' ? {} : { reference: reference.trim() }),
    },
  };
}
