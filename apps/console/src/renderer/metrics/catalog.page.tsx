import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { Database } from 'lucide-react';
import { useIdentity } from '../api/session-context.tsx';
import { useFormats } from '../i18n/format.ts';
import { useTexts } from '../i18n/locale.tsx';
import { ShowAsCode } from '../ui/dialogs/show-as-code.tsx';
import { EmptyState, Loaded } from '../ui/feedback/state.tsx';
import { Facts, Page, Section } from '../ui/page.tsx';
import { PlainTable } from '../ui/tables/plain-table.tsx';
import { catalogMessages } from './catalog.messages.ts';
import { listText } from './explore/question.ts';
import classes from './metrics.module.css';
import { useCatalog, type CatalogType } from './metrics.queries.ts';

/** What data there is, and what can be asked of it. */
export function CatalogPage() {
  const t = useTexts(catalogMessages);
  const { scopes } = useIdentity();
  const navigate = useNavigate();
  const read = useCatalog();
  const upload = scopes.includes('metrics:write') ? (
    <Button onClick={() => void navigate({ to: '/insights/upload' })}>{t.upload}</Button>
  ) : null;
  return (
    <Page
      title={t.title}
      layout="narrow"
      actions={
        <>
          <ShowAsCode operation="metrics.catalog.list" input={{}} />
          {upload}
        </>
      }
    >
      <Loaded read={read}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={Database} title={t.emptyTitle} action={upload}>
              {t.emptyText}
            </EmptyState>
          ) : (
            items.map((type) => <DataType key={type.data_type} type={type} />)
          )
        }
      </Loaded>
    </Page>
  );
}

function DataType({ type }: { readonly type: CatalogType }) {
  const t = useTexts(catalogMessages);
  const { number, instant, date } = useFormats();
  const { data_type, first_at: first, last_at: last } = type;
  const names = (items: readonly { readonly name: string }[]) =>
    items.length === 0 ? t.none : <Names key="names" type={data_type} names={items.map(({ name }) => name)} />;
  return (
    <Section title={data_type}>
      <Facts
        facts={[
          [t.rows, number(type.rows)],
          [t.reach, first === null || last === null ? t.none : `${date(first)} – ${date(last)}`],
          [t.updated, instant(type.updated_at)],
          [t.metrics, names(type.metrics)],
          [t.derived, names(type.derived)],
        ]}
      />
      <div style={{ height: '1rem' }} />
      <PlainTable
        label={`${data_type}: ${t.dimensions}`}
        head={[t.dimensions, t.values, t.examples]}
        numeric={[1]}
        rows={type.dimensions.map(({ name, distinct_values: distinct, examples }) => ({
          id: name,
          cells: [name, distinct === null ? '–' : number(distinct), examples.slice(0, 5).join(', ')],
        }))}
      />
    </Section>
  );
}

function Names({ type, names }: { readonly type: string; readonly names: readonly string[] }) {
  return (
    <span className={classes['names']}>
      {names.map((name) => (
        <Link
          key={name}
          to="/insights/explore"
          search={{ type, metrics: listText([name]) }}
          className={classes['name'] ?? ''}
        >
          {name}
        </Link>
      ))}
    </span>
  );
}
