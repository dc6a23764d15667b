import { Button, Textarea } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useRef } from 'react';
import { useController, useFormState, useWatch } from 'react-hook-form';
import { useFormats } from '../../../i18n/format.ts';
import { useTexts } from '../../../i18n/locale.tsx';
import { TextField } from '../../../ui/forms/fields.tsx';
import { Hint } from '../../../ui/quiet.tsx';
import classes from '../whatsapp.module.css';
import { variablesIn, type WhatsappTemplateFields } from './whatsapp-template-form.ts';
import { whatsappTemplatesMessages } from './whatsapp-templates.messages.ts';

/** What a template says: heading, text with its variables, small print. */
export function WhatsappTexts() {
  const t = useTexts(whatsappTemplatesMessages);
  return (
    <>
      <TextField name="header_content" label={t.header} description={t.headerHint} />
      <Body />
      <Variables />
      <TextField name="footer_text" label={t.footer} description={t.footerHint} />
    </>
  );
}

const charactersMax = 1024;

function Body() {
  const t = useTexts(whatsappTemplatesMessages);
  const { number } = useFormats();
  const { field, fieldState } = useController<WhatsappTemplateFields, 'body_text'>({ name: 'body_text' });
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = () => {
    const at = area.current?.selectionStart ?? field.value.length;
    const next = `{{${variablesIn(field.value) + 1}}}`;
    field.onChange(`${field.value.slice(0, at)}${next}${field.value.slice(at)}`);
    area.current?.focus();
  };
  return (
    <div>
      <Textarea
        {...field}
        ref={area}
        label={t.body}
        description={t.bodyHint}
        withAsterisk
        autosize
        minRows={5}
        error={fieldState.error?.message}
      />
      <div className={classes['under']}>
        <Button variant="default" size="compact-xs" leftSection={<Plus size={10} aria-hidden />} onClick={insert}>
          {t.addVariable}
        </Button>
        <span>{t.used(number(Array.from(field.value).length), number(charactersMax))}</span>
      </div>
    </div>
  );
}

function Variables() {
  const t = useTexts(whatsappTemplatesMessages);
  const [header, body] = useWatch<WhatsappTemplateFields, ['header_content', 'body_text']>({
    name: ['header_content', 'body_text'],
  });
  const { errors } = useFormState<WhatsappTemplateFields>();
  const count = variablesIn(body);
  const hasHeader = variablesIn(header) > 0;
  if (count === 0 && !hasHeader) return null;
  const refusal = errors.body_variables?.message ?? errors.body_variables?.root?.message;
  return (
    <fieldset className={classes['variables']}>
      <legend>{t.variables}</legend>
      <Hint>{t.variablesHint}</Hint>
      {hasHeader ? (
        <div className={classes['pair']}>
          <TextField name="header_variable" label={t.headerName} isRequired />
          <TextField name="header_sample" label={t.headerSample} />
        </div>
      ) : null}
      {Array.from({ length: count }, (_, at) => (
        <div key={at} className={classes['pair']}>
          <TextField name={`body_variables.${at}`} label={t.variable(at + 1)} isRequired />
          <TextField name={`samples.${at}`} label={t.sample(at + 1)} />
        </div>
      ))}
      {refusal === undefined ? null : (
        <p className={classes['error']} role="alert">
          {refusal}
        </p>
      )}
    </fieldset>
  );
}
