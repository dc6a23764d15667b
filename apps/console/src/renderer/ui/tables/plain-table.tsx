import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/locale.tsx';
import { uiMessages } from '../ui.messages.ts';
import classes from './plain-table.module.css';

interface PlainTableProps {
  /** What the rows are, for screen readers. */
  readonly label: string;
  readonly head: readonly string[];
  readonly rows: readonly { readonly id: string; readonly cells: readonly ReactNode[] }[];
  /** Columns of numbers, counted from 0. */
  readonly numeric?: readonly number[];
}

/** A table of a few rows that are all here; for lists of any length there is `DataTable`. */
export function PlainTable({ label, head, rows, numeric = [] }: PlainTableProps) {
  const t = useTexts(uiMessages);
  const align = (column: number) => numeric.includes(column) || undefined;
  return (
    <table className={classes['table']} aria-label={label}>
      <thead>
        <tr>
          {head.map((title, column) => (
            <th key={title} scope="col" data-numeric={align(column)}>
              {title === '' ? <span className="visually-hidden">{t.actions}</span> : title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, cells }) => (
          <tr key={id}>
            {cells.map((cell, column) => (
              <td key={column} data-numeric={align(column)}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
