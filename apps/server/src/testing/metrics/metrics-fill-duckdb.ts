import { tablesOf } from '../../metrics/store/duckdb/duckdb-tables.ts';
import type { StoredType } from '../../metrics/store/metrics-store.ts';
import { valueSql, type MadeRows } from './metrics-fill.ts';

/** Puts made-up rows into a type of a DuckDB file that no server has open. */
export async function fillDuckdb(path: string, type: StoredType, made: MadeRows): Promise<void> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(path);
  const session = await instance.connect();
  try {
    const tables = await tablesOf(session, type);
    if (tables === null) throw new Error('The file does not have the type.');
    const slots = [...type.slots.values()].toSorted((a, b) => a - b);
    const reader = await session.runAndReadAll(`select count(*) from ${tables.sets}`);
    const sets = Number(reader.getRowsJS()[0]?.[0]);
    await session.run(`
      insert into ${tables.rows} (at_ms, set_id, ${slots.map((slot) => `v${slot}`).join()})
      select floor(${made.fromMs} + i * ${made.stepMs}::double)::bigint, 1 + (i * 7919 % ${sets}), ${slots.map((slot) => valueSql(slot - 1)).join()}
      from range(0, ${made.rows}) made(i)`);
    await session.run('checkpoint');
  } finally {
    session.closeSync();
    instance.closeSync();
  }
}
