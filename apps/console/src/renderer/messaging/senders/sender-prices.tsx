import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { useTexts } from '../../i18n/locale.tsx';
import { TextField } from '../../ui/forms/fields.tsx';
import { Hint } from '../../ui/quiet.tsx';
import classes from './edit-sender.module.css';
import type { SenderFields } from './sender-form.ts';
import { sendersMessages } from './senders.messages.ts';

/** What one SMS part costs, by how numbers begin. */
export function SenderPrices() {
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
