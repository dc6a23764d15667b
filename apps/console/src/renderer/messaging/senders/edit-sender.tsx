import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import type { InputOf } from '../../api/operations.ts';
import { useChange } from '../../api/use-operation.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { PasswordField, SwitchField, TextField } from '../../ui/fields.tsx';
import { Form } from '../../ui/form.tsx';
import { Hint } from '../../ui/quiet.tsx';
import { useToast } from '../../ui/toasts.tsx';
import classes from './edit-sender.module.css';
import { fieldsOf, senderInput, type Sender, type SenderFields } from './sender-form.ts';
import { sendersMessages } from './senders.messages.ts';

const schema = async () => (await import('@marquee/api/messaging/senders.contract')).senders.put.input;

interface EditSenderProps {
  /** Null to add one. */
  readonly sender: Sender | null;
  readonly onClose: () => void;
}

/** The dialog that adds or changes a sender. */
export function EditSender({ sender, onClose }: EditSenderProps) {
  const t = useTexts(sendersMessages);
  const say = useToast();
  const put = useChange('messaging.senders.put', { refreshes: ['messaging.senders.', 'messaging.campaigns.preview'] });
  const submit = async (input: InputOf<'messaging.senders.put'>) => {
    const { sender_id } = await put.mutateAsync(input);
    say(t.savedToast(sender_id));
    onClose();
  };
  return (
    <Dialog title={sender === null ? t.addTitle : t.editTitle} isOpen onClose={onClose} size="lg">
      <Form<SenderFields, InputOf<'messaging.senders.put'>>
        schema={schema}
        initial={fieldsOf(sender)}
        toInput={senderInput}
        onSubmit={submit}
        submitLabel={t.save}
        onCancel={onClose}
      >
        {sender === null ? <TextField name="sender_id" label={t.id} description={t.idHint} isRequired isFirst /> : null}
        <div className={classes['pair']}>
          <TextField name="phone_e164" label={t.phone} type="tel" isRequired />
          <TextField name="base_url" label={t.url} type="url" />
        </div>
        <TextField name="account_sid" label={t.account} description={t.accountHint} isRequired />
        <PasswordField
          name="auth_token"
          label={t.token}
          description={sender === null ? t.tokenHint : t.tokenKeep}
          autoComplete="new-password"
        />
        <div className={classes['pair']}>
          <TextField name="rate_per_second" label={t.rate} description={t.rateHint} type="number" />
          <TextField name="burst" label={t.burst} type="number" />
        </div>
        <SwitchField name="simulated" label={t.simulated} description={t.simulatedHint} />
        <Prices />
      </Form>
    </Dialog>
  );
}

function Prices() {
  const t = useTexts(sendersMessages);
  const { control, register } = useFormContext<SenderFields>();
  const { fields, append, remove } = useFieldArray({ control, name: 'by_prefix' });
  const lines = useWatch<SenderFields, 'by_prefix'>({ name: 'by_prefix' });
  return (
    <fieldset className={classes['prices']}>
      <legend>{t.prices}</legend>
      <Hint>{t.pricesHint}</Hint>
      <div className={classes['pair']}>
        <TextField name="prices.currency" label={t.currency} />
        <TextField name="prices.per_part" label={t.perPart} type="number" />
      </div>
      {fields.map(({ id }, index) => (
        <div key={id} className={classes['line']}>
          <TextInput size="xs" aria-label={t.prefix} placeholder="+49" {...register(`by_prefix.${index}.prefix`)} />
          <TextInput size="xs" aria-label={t.price} placeholder="0.08" {...register(`by_prefix.${index}.price`)} />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t.removePrice(lines[index]?.prefix ?? '')}
            onClick={() => remove(index)}
          >
            <X size={14} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() => append({ prefix: '', price: '' })}
      >
        {t.addPrice}
      </Button>
    </fieldset>
  );
}
