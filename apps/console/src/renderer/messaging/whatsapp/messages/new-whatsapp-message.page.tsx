import { SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { useController, useFormContext, useWatch } from 'react-hook-form';
import type { InputOf } from '../../../api/operations.ts';
import { useTexts } from '../../../i18n/locale.tsx';
import { SimulatedMark } from '../../../ui/feedback/simulated-mark.tsx';
import { Loaded } from '../../../ui/feedback/state.tsx';
import { useToast } from '../../../ui/feedback/toasts.tsx';
import { useUrlState } from '../../../ui/filters/use-url-state.ts';
import { TextAreaField } from '../../../ui/forms/fields.tsx';
import { FormColumns, Panel } from '../../../ui/forms/form-columns.tsx';
import { Form } from '../../../ui/forms/form.tsx';
import { Page } from '../../../ui/page.tsx';
import { Quiet } from '../../../ui/quiet.tsx';
import type { Sender } from '../../senders/sender-form.ts';
import { NoWhatsappSender } from '../no-whatsapp-sender.tsx';
import { WhatsappBubble } from '../whatsapp-bubble.tsx';
import classes from '../whatsapp.module.css';
import {
  useSendWhatsapp,
  useWhatsappSenders,
  useWhatsappTemplate,
  type WhatsappTemplate,
} from '../whatsapp.queries.ts';
import { RecipientField } from './recipient-field.tsx';
import { TemplateChoice } from './template-choice.tsx';
import { chosenFields, messageInput, phoneIn, type WhatsappMessageFields } from './whatsapp-message-form.ts';
import { whatsappMessageMessages } from './whatsapp-message.messages.ts';
import { WhatsappWindow } from './whatsapp-window.tsx';

/** Sends one message: `?to=`, `?sender=`, `?template=` and `?kind=text` say what it begins with. */
export function NewWhatsappMessagePage() {
  const t = useTexts(whatsappMessageMessages);
  const [{ template: id }] = useUrlState();
  const senders = useWhatsappSenders();
  const template = useWhatsappTemplate(id);
  return (
    <Page title={t.title} parent={{ label: t.messages, to: '/campaigns/messages' }}>
      <Loaded read={senders}>
        {(all) => {
          if (all.length === 0) return <NoWhatsappSender />;
          if (id === undefined) return <Compose senders={all} begunWith={null} />;
          return <Loaded read={template}>{(found) => <Compose senders={all} begunWith={found} />}</Loaded>;
        }}
      </Loaded>
    </Page>
  );
}

interface ComposeProps {
  /** At least one. */
  readonly senders: readonly Sender[];
  readonly begunWith: WhatsappTemplate | null;
}

const schema = async () =>
  (await import('@marquee/api/messaging/whatsapp-messages.contract')).whatsappMessages.send.input;

function Compose({ senders, begunWith }: ComposeProps) {
  const t = useTexts(whatsappMessageMessages);
  const say = useToast();
  const [{ to = '', kind, sender }] = useUrlState();
  const send = useSendWhatsapp();
  const submit = async (input: InputOf<'messaging.whatsappMessages.send'>) => {
    await send.mutateAsync(input);
    say(t.sentToast);
  };
  const owner = senders.find(({ whatsapp }) => whatsapp?.business_account_id === begunWith?.business_account_id);
  const named = senders.find(({ sender_id, phone_e164 }) => sender_id === sender || phone_e164 === sender);
  const initial: WhatsappMessageFields = {
    ...{ sender_id: (named ?? owner ?? senders[0])?.sender_id ?? '', phone_e164: to },
    ...{ message_type: kind === 'text' ? 'text' : 'template', template_variables: {}, text: '' },
    ...chosenFields(begunWith),
  };
  return (
    <div className={classes['whole']}>
      <Form<WhatsappMessageFields, InputOf<'messaging.whatsappMessages.send'>>
        schema={schema}
        initial={initial}
        toInput={messageInput}
        onSubmit={submit}
        submitLabel={t.submit}
        operation="messaging.whatsappMessages.send"
      >
        <Fields senders={senders} begunWith={begunWith} />
      </Form>
    </div>
  );
}

function Fields({ senders, begunWith }: ComposeProps) {
  const t = useTexts(whatsappMessageMessages);
  const [template, setTemplate] = useState(begunWith);
  const fields = useFields();
  const sender = senders.find(({ sender_id }) => sender_id === fields.sender_id);
  return (
    <FormColumns
      beside={
        <>
          <WhatsappWindow sender={fields.sender_id} phone={phoneIn(fields.phone_e164)} />
          <Preview fields={fields} template={template} />
          {sender?.simulated === true ? (
            <div>
              <SimulatedMark /> <Quiet>{t.simulatedNote}</Quiet>
            </div>
          ) : null}
        </>
      }
    >
      <RecipientField label={t.to} description={t.toHint} />
      <From senders={senders} onChange={() => setTemplate(null)} />
      <Kind />
      {fields.message_type === 'text' ? (
        <TextAreaField name="text" label={t.textLabel} description={t.textHint} isRequired />
      ) : (
        <TemplateChoice
          account={sender?.whatsapp?.business_account_id}
          chosen={template}
          onChoose={(chosen) => setTemplate(chosen)}
        />
      )}
    </FormColumns>
  );
}

function From({ senders, onChange }: { readonly senders: readonly Sender[]; readonly onChange: () => void }) {
  const t = useTexts(whatsappMessageMessages);
  const { field, fieldState } = useController<WhatsappMessageFields, 'sender_id'>({ name: 'sender_id' });
  const { setValue } = useFormContext<WhatsappMessageFields>();
  return (
    <Select
      {...field}
      label={t.from}
      allowDeselect={false}
      data={senders.map(({ sender_id, phone_e164 }) => ({ value: sender_id, label: `${sender_id} · ${phone_e164}` }))}
      onChange={(value) => {
        field.onChange(value);
        // Another sender may be of another account, which has templates of its own.
        setValue('template_name', '');
        onChange();
      }}
      error={fieldState.error?.message}
    />
  );
}

function Kind() {
  const t = useTexts(whatsappMessageMessages);
  const { field } = useController<WhatsappMessageFields, 'message_type'>({ name: 'message_type' });
  return (
    <SegmentedControl
      aria-label={t.kind}
      data={[
        { value: 'template', label: t.template },
        { value: 'text', label: t.text },
      ]}
      value={field.value}
      onChange={(value) => field.onChange(value)}
    />
  );
}

function Preview({ fields, template }: PreviewProps) {
  const t = useTexts(whatsappMessageMessages);
  const filled = (name: string) => ({ name, value: fields.template_variables[name] ?? '' });
  const isText = fields.message_type === 'text';
  const header = template?.header_variable ?? null;
  return (
    <Panel title={t.preview}>
      <WhatsappBubble
        header={isText ? null : (template?.header_text ?? null)}
        body={isText ? fields.text : (template?.body_text ?? '')}
        footer={isText ? null : (template?.footer_text ?? null)}
        values={isText ? [] : (template?.body_variables ?? []).map(filled)}
        headerValue={header === null ? null : filled(header)}
      />
    </Panel>
  );
}

interface PreviewProps {
  readonly fields: WhatsappMessageFields;
  readonly template: WhatsappTemplate | null;
}

function useFields(): WhatsappMessageFields {
  // Every field has a value from the beginning; the library only cannot say so.
  return useWatch<WhatsappMessageFields>() as WhatsappMessageFields;
}
