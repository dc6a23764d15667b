import { ActionIcon, Autocomplete, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { filterOperators } from '@marquee/rules/messaging/segments/segment-filter';
import { X } from 'lucide-react';
import { useTexts } from '../../i18n/locale.tsx';
import { contactsMessages } from '../contacts/contacts.messages.ts';
import { consentStates } from '../contacts/contacts.queries.ts';
import { shapeOf, typedValue, withOperator, type LeafDraft } from './filter-draft.ts';
import classes from './segment-editor.module.css';
import { segmentsMessages } from './segments.messages.ts';

interface ConditionLineProps {
  readonly leaf: LeafDraft;
  readonly names: readonly string[];
  readonly onChange: (leaf: LeafDraft) => void;
  readonly onRemove: () => void;
}

/** One condition: an attribute, a comparison, and what it is compared with. */
export function ConditionLine({ leaf, names, onChange, onRemove }: ConditionLineProps) {
  const t = useTexts(segmentsMessages);
  return (
    <div className={classes['leaf']}>
      <Autocomplete
        size="xs"
        aria-label={t.attribute}
        placeholder={t.attribute}
        data={[...names]}
        limit={12}
        maxLength={128}
        value={leaf.attribute}
        onChange={(attribute) => onChange({ ...leaf, attribute })}
      />
      <Select
        size="xs"
        aria-label={t.operator}
        allowDeselect={false}
        data={filterOperators.map((value) => ({ value, label: t[value] }))}
        value={leaf.operator}
        onChange={(value) => onChange(withOperator(leaf, filterOperators.find((each) => each === value) ?? 'equals'))}
      />
      <ConditionValue leaf={leaf} onChange={onChange} />
      <ActionIcon variant="subtle" color="gray" aria-label={t.removeCondition(leaf.attribute)} onClick={onRemove}>
        <X size={14} aria-hidden />
      </ActionIcon>
    </div>
  );
}

function ConditionValue({ leaf, onChange }: Pick<ConditionLineProps, 'leaf' | 'onChange'>) {
  const t = useTexts(segmentsMessages);
  const { value } = leaf;
  const common = { size: 'xs', 'aria-label': t.value } as const;
  switch (shapeOf(leaf.operator)) {
    case 'list':
      return (
        <TagsInput
          {...common}
          placeholder={Array.isArray(value) && value.length > 0 ? '' : t.values}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={(values) => onChange({ ...leaf, value: values.map((each) => likeFirst(each, value)) })}
        />
      );
    case 'known':
      return (
        <Select
          {...common}
          allowDeselect={false}
          data={[
            { value: 'true', label: t.known },
            { value: 'false', label: t.unknown },
          ]}
          value={String(value ?? true)}
          onChange={(next) => onChange({ ...leaf, value: next !== 'false' })}
        />
      );
    case 'days':
      return (
        <span className={classes['days']}>
          <NumberInput
            {...common}
            min={1}
            max={36_500}
            value={typeof value === 'number' ? value : ''}
            onChange={(next) => onChange({ ...leaf, value: typeof next === 'number' ? next : '' })}
          />
          {t.days}
        </span>
      );
    case 'day':
      return <DayInput leaf={leaf} onChange={onChange} />;
    case 'text':
      return <TextValue leaf={leaf} onChange={onChange} />;
  }
}

// A whole day can be picked; an instant that came from elsewhere stays as it was written.
function DayInput({ leaf, onChange }: Pick<ConditionLineProps, 'leaf' | 'onChange'>) {
  const t = useTexts(segmentsMessages);
  const text = String(leaf.value ?? '');
  return (
    <TextInput
      size="xs"
      aria-label={t.value}
      type={text === '' || /^\d{4}-\d\d-\d\d$/.test(text) ? 'date' : 'text'}
      value={text}
      onChange={(event) => onChange({ ...leaf, value: event.currentTarget.value })}
    />
  );
}

function TextValue({ leaf, onChange }: Pick<ConditionLineProps, 'leaf' | 'onChange'>) {
  const t = useTexts(segmentsMessages);
  const contacts = useTexts(contactsMessages);
  const text = Array.isArray(leaf.value) ? '' : String(leaf.value ?? '');
  if (leaf.attribute === 'consent_state' && ['equals', 'not_equals'].includes(leaf.operator)) {
    return (
      <Select
        size="xs"
        aria-label={t.value}
        data={consentStates.map((value) => ({ value, label: contacts[value] }))}
        value={text || null}
        onChange={(value) => onChange({ ...leaf, value: value ?? '' })}
      />
    );
  }
  return (
    <TextInput
      size="xs"
      aria-label={t.value}
      placeholder={t.value}
      maxLength={500}
      value={text}
      onChange={(event) => onChange({ ...leaf, value: typedValue(event.currentTarget.value, leaf) })}
    />
  );
}

// A list holds values of one kind: new ones are what the first is.
function likeFirst(text: string, values: LeafDraft['value']): string | number {
  const isNumbers = Array.isArray(values) && typeof values[0] === 'number';
  return isNumbers && Number.isFinite(Number(text)) ? Number(text) : text;
}
