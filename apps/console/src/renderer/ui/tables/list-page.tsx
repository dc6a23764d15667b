import type { ComponentProps, ReactNode } from 'react';
import type { InputOf, ListName } from '../../api/operations.ts';
import { ShowAsCode } from '../dialogs/show-as-code.tsx';
import { useUrlState } from '../filters/use-url-state.ts';
import { Page } from '../page.tsx';
import { DataTable, type DataTableProps } from './data-table.tsx';
import { NoMatch } from './no-match.tsx';

interface ListPageProps<Name extends ListName> extends Omit<DataTableProps<Name>, 'label' | 'input'> {
  readonly title: string;
  readonly input: InputOf<Name> & Readonly<Record<string, unknown>>;
  /** Fields that write into the address what `input` is read from. */
  readonly filters?: ReactNode;
  /** What one does here, if one may. */
  readonly action?: ReactNode;
  /** What stands where filters let nothing through; left out where nothing is filtered. */
  readonly noMatch?: Omit<ComponentProps<typeof NoMatch>, 'onClear'>;
  /** Dialogs. */
  readonly children?: ReactNode;
}

/** A screen that is one list: its filters, its call as code, what one does first, and the rows. */
export function ListPage<Name extends ListName>(props: ListPageProps<Name>) {
  const { title, filters, action, noMatch, empty, children, ...table } = props;
  const [url, setUrl] = useUrlState();
  const clear = () => setUrl(Object.fromEntries(Object.keys(url).map((name) => [name, undefined])));
  const isFiltered = noMatch !== undefined && Object.keys(table.input).length > 0;
  return (
    <Page
      title={title}
      layout="fill"
      bar={filters}
      actions={
        <>
          <ShowAsCode operation={table.list} input={table.input} />
          {action}
        </>
      }
    >
      <DataTable {...table} label={title} empty={isFiltered ? <NoMatch {...noMatch} onClear={clear} /> : empty} />
      {children}
    </Page>
  );
}
