import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import type { InputOf } from '../../api/operations.ts';
import { useChange } from '../../api/use-operation.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { randomToken } from '../../lib/random-token.ts';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { ShowAsCode } from '../../ui/dialogs/show-as-code.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { PasswordField, SwitchField, TextField } from '../../ui/forms/fields.tsx';
import { Form } from '../../ui/forms/form.tsx';
import { CopyLine } from './copy-line.tsx';
import classes from './edit-sender.module.css';
import {
  carriers,
  fieldsOf,
  newSenderSchema,
  senderInput,
  senderSchema,
  shownInput,
  type Sender,
  type SenderFields,
  type SenderKind,
} from './sender-form.ts';
import { SenderPrices } from './sender-prices.tsx';
import { sendersMessages } from './senders.messages.ts';
import { WebhookSetup } from './webhook-setup.tsx';

interface EditSenderProps {
  /** The sender to change, or what kind of one to add first. */
  readonly sender: Sender | SenderKind;
  readonly onClose: () => void;
}

/** The dialog that adds or changes a sender; what the carrier needs to know of it follows once it is saved. */
export function EditSender({ sender, onClose }: EditSenderProps) {
  const t = useTexts(sendersMessages);
  const say = useToast();
  const [saved, setSaved] = useState<Sender | null>(null);
  // Made up once: what is saved is what is shown.
  const [verifyToken] = useState(randomToken);
  const put = useChange('messaging.senders.put', { refreshes: ['messaging.senders.', 'messaging.campaigns.preview'] });
  const known = typeof sender === 'string' ? null : sender;
  const submit = async (input: InputOf<'messaging.senders.put'>) => {
    const answer = await put.mutateAsync(input);
    say(t.savedToast(answer.sender_id));
    if (input.whatsapp?.verify_token === undefined) onClose();
    else setSaved(answer);
  };
  const toInput = (fields: SenderFields) => senderInput(fields, verifyToken);
  if (saved !== null)
    return (
      <Dialog title={t.webhookTitle} isOpen onClose={onClose} size="lg">
        <WebhookSetup url={saved.webhook_url} verifyToken={verifyToken} onDone={onClose} />
      </Dialog>
    );
  return (
    <Dialog title={known === null ? t.addTitle : t.editTitle} isOpen onClose={onClose} size="lg">
      <Form<SenderFields, InputOf<'messaging.senders.put'>>
        schema={known === null ? newSenderSchema : senderSchema}
        initial={typeof sender === 'string' ? fieldsOf(null, sender) : fieldsOf(sender)}
        toInput={toInput}
        onSubmit={submit}
        submitLabel={t.save}
        onCancel={onClose}
        aside={<AsCode toInput={toInput} />}
      >
        <Fields sender={known} />
      </Form>
    </Dialog>
  );
}

interface FieldsProps {
  /** Null while it is new. */
  readonly sender: Sender | null;
}

function Fields({ sender }: FieldsProps) {
  const t = useTexts(sendersMessages);
  const kind = useWatch<SenderFields, 'kind'>({ name: 'kind' });
  return (
    <>
      {sender === null ? <Kind /> : null}
      {sender === null ? <TextField name="sender_id" label={t.id} description={t.idHint} isRequired isFirst /> : null}
      <div className={classes['pair']}>
        <TextField name="phone_e164" label={t.phone} type="tel" isRequired />
        <TextField name="base_url" label={t.url} type="url" />
      </div>
      {kind === 'whatsapp' ? <WhatsappNumber sender={sender} /> : <TwilioAccount sender={sender} />}
      <div className={classes['pair']}>
        <TextField name="rate_per_second" label={t.rate} description={t.rateHint} type="number" />
        <TextField name="burst" label={t.burst} description={t.burstHint} type="number" />
      </div>
      <SwitchField name="simulated" label={t.simulated} description={t.simulatedHint} />
      {kind === 'sms' ? <SenderPrices /> : null}
      {sender === null ? null : <CopyLine label={t.webhookUrl} hint={t.webhookHint} value={sender.webhook_url} />}
    </>
  );
}

function Kind() {
  const t = useTexts(sendersMessages);
  const { getValues, setValue } = useFormContext<SenderFields>();
  const kind = useWatch<SenderFields, 'kind'>({ name: 'kind' });
  const choose = (next: SenderKind) => {
    // What was left as it was before becomes what the other carrier begins with.
    for (const name of ['base_url', 'rate_per_second', 'burst'] as const)
      if (getValues(name) === carriers[kind][name]) setValue(name, carriers[next][name]);
    setValue('kind', next);
  };
  return (
    <SegmentedControl
      aria-label={t.kind}
      data={[
        { value: 'sms', label: t.smsKind },
        { value: 'whatsapp', label: t.whatsappKind },
      ]}
      value={kind}
      onChange={(value) => choose(value === 'whatsapp' ? 'whatsapp' : 'sms')}
    />
  );
}

function TwilioAccount({ sender }: FieldsProps) {
  const t = useTexts(sendersMessages);
  return (
    <>
      <TextField name="account_sid" label={t.account} description={t.accountHint} isRequired />
      <PasswordField
        name="auth_token"
        label={t.token}
        description={sender === null ? t.tokenHint : t.tokenKeep}
        autoComplete="new-password"
      />
    </>
  );
}

function WhatsappNumber({ sender }: FieldsProps) {
  const t = useTexts(sendersMessages);
  const isNew = sender === null;
  return (
    <>
      <div className={classes['pair']}>
        <TextField name="whatsapp.phone_number_id" label={t.numberId} description={t.numberIdHint} isRequired />
        <TextField name="whatsapp.business_account_id" label={t.waba} description={t.wabaHint} isRequired />
      </div>
      <PasswordField
        name="whatsapp.access_token"
        label={t.accessToken}
        description={isNew ? t.accessTokenHint : t.tokenKeep}
        isRequired={isNew}
        autoComplete="new-password"
      />
      <PasswordField
        name="whatsapp.app_secret"
        label={t.appSecret}
        description={isNew ? t.appSecretHint : t.tokenKeep}
        isRequired={isNew}
        autoComplete="new-password"
      />
      {isNew ? null : (
        <SwitchField name="whatsapp.has_new_verify_token" label={t.newVerifyToken} description={t.newVerifyTokenHint} />
      )}
      <TextField name="whatsapp.api_version" label={t.apiVersion} description={t.apiVersionHint} />
    </>
  );
}

function AsCode({ toInput }: { readonly toInput: (fields: SenderFields) => InputOf<'messaging.senders.put'> }) {
  // Every field has a value from the beginning; the library only cannot say so.
  const fields = useWatch<SenderFields>() as SenderFields;
  return <ShowAsCode operation="messaging.senders.put" input={shownInput(toInput(fields))} />;
}
