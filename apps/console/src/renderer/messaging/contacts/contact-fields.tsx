import { ActionIcon, Button } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { useTexts } from '../../i18n/locale.tsx';
import { SelectField, TextAreaField, TextField, TimeZoneField } from '../../ui/forms/fields.tsx';
import classes from './contact-fields.module.css';
import type { ContactFields as Fields } from './contact-form.ts';
import { contactsMessages } from './contacts.messages.ts';
import { consentStates } from './contacts.queries.ts';

/** The fields of a contact, for adding and editing. */
export function ContactFields({ isNew }: { readonly isNew: boolean }) {
  const t = useTexts(contactsMessages);
  const consent = useWatch<Fields, 'consent_state'>({ name: 'consent_state' });
  const before = useFormContext<Fields>().formState.defaultValues?.consent_state;
  return (
    <>
      {isNew ? (
        <TextField name="phone_e164" label={t.phone} description={t.phoneHint} type="tel" isRequired isFirst />
      ) : null}
      <SelectField
        name="consent_state"
        label={t.consent}
        options={consentStates.map((value) => ({ value, label: t[value] }))}
      />
      {consent === 'OPT_IN' && before !== 'OPT_IN' ? (
        <>
          <TextField name="consent_evidence.source" label={t.evidence} description={t.evidenceHint} />
          <TextAreaField name="consent_evidence.text" label={t.wording} description={t.wordingHint} rows={2} />
        </>
      ) : null}
      <TimeZoneField name="time_zone" label={t.zone} description={t.zoneHint} isClearable />
      <Attributes />
    </>
  );
}

function Attributes() {
  const t = useTexts(contactsMessages);
  const { control, register } = useFormContext<Fields>();
  const { fields, append, remove } = useFieldArray({ control, name: 'attributes' });
  const names = useWatch<Fields, 'attributes'>({ name: 'attributes' });
  return (
    <fieldset className={classes['attributes']}>
      <legend>{t.attributes}</legend>
      {fields.map(({ id }, index) => (
        <div key={id} className={classes['attribute']}>
          <input
            className={classes['input']}
            aria-label={t.attributeName}
            placeholder={t.attributeName}
            {...register(`attributes.${index}.name`)}
          />
          <input
            className={classes['input']}
            aria-label={t.attributeValue}
            placeholder={t.attributeValue}
            {...register(`attributes.${index}.value`)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t.removeAttribute(names[index]?.name ?? '')}
            onClick={() => remove(index)}
          >
            <X size={14} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        leftSection={<Plus size={14} aria-hidden />}
        onClick={() => append({ name: '', value: '' })}
      >
        {t.addAttribute}
      </Button>
    </fieldset>
  );
}
