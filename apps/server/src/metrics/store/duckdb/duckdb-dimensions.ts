import type { DuckDBInstance } from '@duckdb/node-api';
import { openReader, readRows } from './duckdb-session.ts';
import { tablesOf } from './duckdb-tables.ts';
import type { StoredDimension, StoredType } from '../metrics-store.ts';

const examplesMax = 20;

/** A data type's dimensions, from the sets that its rows have. */
export async function duckdbDimensions(
  instance: DuckDBInstance,
  type: StoredType,
): Promise<readonly StoredDimension[]> {
  using reader = await openReader(instance);
  const tables = await tablesOf(reader.session, type);
  if (tables === null) return [];
  const rows = await readRows(
    reader.session,
    `select entry.key, count(*), list_slice(list_sort(list(entry.value)), 1, ${examplesMax})
     from (select distinct unnest(map_entries(dimensions)) as entry from ${tables.sets})
     group by entry.key order by entry.key`,
  );
  return rows.map(([name, distinctValues, examples]) => ({
    name: String(name),
    distinctValues: Number(distinctValues),
    examples: Array.isArray(examples) ? examples.map(String) : [],
  }));
}
