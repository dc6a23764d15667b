import { useQueryClient } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useAnnounced } from '../../api/live/live-context.tsx';
import type { InputOf, ItemOf, ListName } from '../../api/operations.ts';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { FailureState } from '../feedback/state.tsx';
import { useUrlState } from '../filters/use-url-state.ts';
import { uiMessages } from '../ui.messages.ts';
import classes from './data-table.module.css';
import { useCursorPages } from './use-cursor-pages.ts';

/** One column. `width` is a CSS grid track, such as `12rem` or `minmax(10rem, 1fr)`. */
export interface Column<Item> {
  readonly id: string;
  readonly title: string;
  readonly width: string;
  readonly cell: (item: Item) => ReactNode;
  readonly isNumeric?: boolean;
  /** For columns of buttons: their title is for screen readers alone. */
  readonly isTitleHidden?: boolean;
}

/** A list operation, and how its items are shown. */
export interface DataTableProps<Name extends ListName> {
  /** The list operation whose pages are shown. */
  readonly list: Name;
  readonly input: InputOf<Name>;
  /** What the rows are, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<ItemOf<Name>>[];
  readonly rowKey: (item: ItemOf<Name>) => string;
  /** What stands where nothing matches. */
  readonly empty: ReactNode;
  /** Whether a row still changes without an event that tells: while one is in view, its page is read every two seconds. */
  readonly isChanging?: (item: ItemOf<Name>) => boolean;
}

/** A list of any length: read a page at a time, drawn a screen at a time, its place kept in the address. */
export function DataTable<Name extends ListName>(props: DataTableProps<Name>) {
  const cache = useQueryClient();
  const [{ cursor }, setUrl] = useUrlState();
  const filters = JSON.stringify(props.input);
  const [begun, setBegun] = useState({ round: 0, filters, start: cursor });
  const startAgain = () => {
    void cache.invalidateQueries({ queryKey: [props.list] });
    setUrl({ cursor: undefined });
    setBegun(({ round }) => ({ round: round + 1, filters, start: undefined }));
  };
  // Other filters or a new beginning are another list, which begins at its first row.
  const start = begun.filters === filters ? begun.start : undefined;
  return <Rows key={`${begun.round} ${filters}`} {...props} start={start} startAgain={startAgain} />;
}

const rowPx = 40;
// Which pages are read is asked again after this many rows, not at each row that scrolls past.
const blockRows = 20;

interface RowsProps<Name extends ListName> extends DataTableProps<Name> {
  readonly start: string | undefined;
  readonly startAgain: () => void;
}

function Rows<Name extends ListName>({ list, input, label, columns, rowKey, empty, ...place }: RowsProps<Name>) {
  const [start] = useState(place.start);
  const [visible, setVisible] = useState({ first: 0, last: 30 });
  const scroller = useRef<HTMLDivElement>(null);
  const pages = useCursorPages(list, input, { visible, start, isChanging: place.isChanging });
  const virtual = useVirtualizer({
    count: pages.rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
    initialRect: { width: 0, height: 800 },
  });
  const rows = virtual.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const block = Math.floor(first / blockRows) * blockRows;
  const blockEnd = Math.ceil((rows.at(-1)?.index ?? 0) / blockRows) * blockRows;
  useEffect(() => setVisible({ first: block, last: blockEnd }), [block, blockEnd]);
  usePlaceInUrl(pages.cursorAt(first), place.start);
  if (pages.error !== null && pages.row(first) === undefined)
    return <FailureState error={pages.error} onRetry={pages.retry} />;
  if (pages.isEmpty) return empty;
  const template = columns.map(({ width }) => width).join(' ');
  return (
    <>
      <NewRows list={list} isMoved={start !== undefined} startAgain={place.startAgain} />
      <div ref={scroller} tabIndex={0} className={classes['scroller']}>
        <div
          role="table"
          aria-label={label}
          aria-rowcount={(pages.total ?? pages.rowCount) + 1}
          aria-busy={pages.isLoading}
          className={classes['table']}
          onKeyDown={moveBetweenRows}
        >
          <Head columns={columns} template={template} />
          <div role="rowgroup" className={classes['body']} style={{ height: virtual.getTotalSize() }}>
            {rows.map(({ index, start: top }) => {
              const item = pages.row(index);
              const key = item === undefined ? index : rowKey(item);
              return <Row key={key} {...{ item, index, columns, template, top }} />;
            })}
          </div>
        </div>
      </div>
      <Footer total={pages.total} />
    </>
  );
}

interface HeadProps<Item> {
  readonly columns: readonly Column<Item>[];
  readonly template: string;
}

function Head<Item>({ columns, template }: HeadProps<Item>) {
  return (
    <div role="rowgroup" className={classes['head']}>
      <div role="row" aria-rowindex={1} className={classes['row']} style={{ gridTemplateColumns: template }}>
        {columns.map(({ id, title, isNumeric, isTitleHidden }) => (
          <div key={id} role="columnheader" className={classes['cell']} data-numeric={isNumeric || undefined}>
            {isTitleHidden === true ? <span className="visually-hidden">{title}</span> : title}
          </div>
        ))}
      </div>
    </div>
  );
}

interface RowProps<Item> {
  readonly item: Item | undefined;
  readonly index: number;
  readonly columns: readonly Column<Item>[];
  readonly template: string;
  readonly top: number;
}

// A frame of scrolling draws the rows that come into view and leaves the others as they are.
const Row = memo(DrawnRow) as typeof DrawnRow; // memo loses the type parameter

function DrawnRow<Item>({ item, index, columns, template, top }: RowProps<Item>) {
  const t = useTexts(uiMessages);
  const style = { gridTemplateColumns: template, height: rowPx, transform: `translateY(${top}px)` };
  return (
    <div role="row" aria-rowindex={index + 2} className={classes['row']} style={style}>
      {columns.map(({ id, cell, isNumeric }) => (
        <div key={id} role="cell" className={classes['cell']} data-numeric={isNumeric || undefined}>
          {item === undefined ? <span className={classes['wait']} role="img" aria-label={t.loading} /> : cell(item)}
        </div>
      ))}
    </div>
  );
}

// Half a screen of scrolling is one entry of the address, not forty.
function usePlaceInUrl(cursor: string | undefined, shown: string | undefined): void {
  const [, setUrl] = useUrlState();
  useEffect(() => {
    if (cursor === shown) return;
    const timer = setTimeout(() => setUrl({ cursor }), 300);
    return () => clearTimeout(timer);
  }, [cursor, shown, setUrl]);
}

function NewRows({
  list,
  isMoved,
  startAgain,
}: {
  readonly list: string;
  readonly isMoved: boolean;
  readonly startAgain: () => void;
}) {
  const t = useTexts(uiMessages);
  const [count, clear] = useAnnounced(list);
  if (count === 0 && !isMoved) return null;
  const showAll = () => {
    clear();
    startAgain();
  };
  return (
    <button type="button" className={classes['new']} onClick={showAll}>
      {count === 0 ? t.toStart : t.moreNew(count)}
    </button>
  );
}

function Footer({ total }: { readonly total: number | undefined }) {
  const t = useTexts(uiMessages);
  const { number } = useFormats();
  return <div className={classes['footer']}>{total === undefined ? null : t.rows(number(total))}</div>;
}

function moveBetweenRows(event: KeyboardEvent<HTMLDivElement>): void {
  const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' } as const;
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  if (!(event.target instanceof HTMLElement) || event.target.closest('a, button') === null) return;
  const row = event.target.closest('[role=row]')?.[step[event.key]];
  const target = row?.querySelector<HTMLElement>('a, button');
  if (target === null || target === undefined) return;
  event.preventDefault();
  target.focus();
}
