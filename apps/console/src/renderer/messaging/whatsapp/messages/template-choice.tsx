import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useFormContext, useFormState } from 'react-hook-form';
import { useTexts } from '../../../i18n/locale.tsx';
import { TextField } from '../../../ui/forms/fields.tsx';
import { Hint } from '../../../ui/quiet.tsx';
import { useMetaWords } from '../templates/use-meta-words.ts';
import { useFilledValues } from '../use-filled-values.ts';
import classes from '../whatsapp.module.css';
import { useApprovedTemplates, type WhatsappTemplate } from '../whatsapp.queries.ts';
import { chosenFields, type WhatsappMessageFields } from './whatsapp-message-form.ts';
import { whatsappMessageMessages } from './whatsapp-message.messages.ts';

interface TemplateChoiceProps {
  /** The account that it has to belong to. */
  readonly account: string | undefined;
  readonly chosen: WhatsappTemplate | null;
  readonly onChoose: (template: WhatsappTemplate | null) => void;
}

const pauseMs = 200;

/** One of the approved templates, found by name at the server, and the values of its variables. */
export function TemplateChoice({ account, chosen, onChoose }: TemplateChoiceProps) {
  const t = useTexts(whatsappMessageMessages);
  const { languageName } = useMetaWords();
  const { setValue, clearErrors } = useFormContext<WhatsappMessageFields>();
  const { errors } = useFormState<WhatsappMessageFields>();
  const labelOf = ({ name, language }: WhatsappTemplate) => `${name} · ${languageName(language)}`;
  const [text, setText] = useState(chosen === null ? '' : labelOf(chosen));
  // What stands there because it was chosen is no question.
  const [wanted] = useDebouncedValue(chosen !== null && text === labelOf(chosen) ? '' : text, pauseMs);
  const found = useApprovedTemplates(wanted).data?.items ?? [];
  const others = found.filter(({ id, business_account_id }) => id !== chosen?.id && business_account_id === account);
  const templates = [...(chosen === null ? [] : [chosen]), ...others];
  const choose = (id: string | null) => {
    const template = templates.find((each) => each.id === id) ?? null;
    onChoose(template);
    for (const [name, value] of Object.entries(chosenFields(template)))
      setValue(name as keyof ReturnType<typeof chosenFields>, value);
    clearErrors('template_name');
  };
  return (
    <>
      <Select
        label={t.pick}
        description={t.pickHint}
        withAsterisk
        searchable
        allowDeselect={false}
        data={templates.map((template) => ({ value: template.id, label: labelOf(template) }))}
        // The server has chosen already.
        filter={({ options }) => options}
        nothingFoundMessage={t.noTemplates}
        value={chosen?.id ?? null}
        onChange={choose}
        searchValue={text}
        onSearchChange={setText}
        error={errors.template_name?.message ?? errors.language?.message}
      />
      <Values template={chosen} />
    </>
  );
}

function Values({ template }: { readonly template: WhatsappTemplate | null }) {
  const t = useTexts(whatsappMessageMessages);
  const { variables } = chosenFields(template);
  useFilledValues(variables);
  if (variables.length === 0) return null;
  return (
    <fieldset className={classes['variables']}>
      <legend>{t.values}</legend>
      <Hint>{t.valuesHint}</Hint>
      <div className={classes['pair']}>
        {variables.map((name) => (
          <TextField key={name} name={`template_variables.${name}`} label={name} isRequired />
        ))}
      </div>
    </fieldset>
  );
}
