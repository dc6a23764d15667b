import { Select, TextInput } from '@mantine/core';
import { useTexts } from '../../i18n/locale.tsx';
import { Quiet } from '../../ui/quiet.tsx';
import { contactFields, type ColumnChoice } from './column-mapping.ts';
import type { FileColumn } from './file-columns.ts';
import { importsMessages } from './imports.messages.ts';
import classes from './new-import.module.css';

interface ColumnTableProps {
  readonly columns: readonly FileColumn[];
  readonly choices: readonly ColumnChoice[];
  readonly onChange: (choices: readonly ColumnChoice[]) => void;
}

/** The columns of a file with examples, and what each becomes. */
export function ColumnTable({ columns, choices, onChange }: ColumnTableProps) {
  const t = useTexts(importsMessages);
  const replace = (index: number, change: Partial<ColumnChoice>) =>
    onChange(choices.map((choice, at) => (at === index ? { ...choice, ...change } : choice)));
  return (
    <table className={classes['table']}>
      <thead>
        <tr>
          <th scope="col">{t.column}</th>
          <th scope="col">{t.examples}</th>
          <th scope="col">{t.becomes}</th>
        </tr>
      </thead>
      <tbody>
        {choices.map((choice, index) => (
          <tr key={choice.column}>
            <td>{choice.column}</td>
            <td>
              <Quiet>{columns[index]?.examples.join(', ')}</Quiet>
            </td>
            <td>
              <Target choice={choice} onChange={(change) => replace(index, change)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface TargetProps {
  readonly choice: ColumnChoice;
  readonly onChange: (change: Partial<ColumnChoice>) => void;
}

function Target({ choice: { column, target, attribute }, onChange }: TargetProps) {
  const t = useTexts(importsMessages);
  const targets = [...contactFields, 'attribute', 'leave_out'] as const;
  return (
    <div className={classes['target']}>
      <Select
        size="xs"
        aria-label={t.asField(column)}
        allowDeselect={false}
        data={targets.map((value) => ({ value, label: value === 'leave_out' ? t.leaveOut : t[value] }))}
        value={target}
        onChange={(value) => onChange({ target: targets.find((each) => each === value) ?? 'attribute' })}
      />
      {target === 'attribute' ? (
        <TextInput
          size="xs"
          aria-label={t.attributeName(column)}
          maxLength={64}
          value={attribute}
          onChange={(event) => onChange({ attribute: event.currentTarget.value })}
        />
      ) : null}
    </div>
  );
}
