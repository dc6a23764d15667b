import type { DuckDBInstance } from '@duckdb/node-api';
import { duckdbDimensions } from './duckdb-dimensions.ts';
import { duckdbScan } from './duckdb-scan.ts';
import { createTables } from './duckdb-tables.ts';
import { duckdbWriter } from './duckdb-write.ts';
import type { MetricsStore } from '../metrics-store.ts';

/** Where the file is and what DuckDB may use. */
export interface DuckdbSettings {
  /** `metrics.duckdb` of the data folder. */
  readonly path: string;
  /** What queries and the cache of the file may hold; what needs more goes to a folder beside the file. */
  readonly memoryMb: number;
  readonly threads: number;
}

/**
 * Keeps metrics in one DuckDB file: columns, read in parallel, without totals beside them. One process at a time can hold it. The
 * library is loaded here, so that who keeps metrics in the database never loads it.
 *
 * @throws when another process holds the file
 */
export async function duckdbMetrics(settings: DuckdbSettings): Promise<MetricsStore> {
  const instance = await openFile(settings);
  const session = await instance.connect();
  // From here on SQL cannot reach other files, nor undo that.
  await session.run('set enable_external_access = false');
  await session.run('set lock_configuration = true');
  await createTables(session);
  const writer = duckdbWriter(session);
  return {
    name: 'duckdb',
    write: writer.write,
    scan: async (scan, signal) => await duckdbScan(instance, scan, signal),
    // Columns are read thousands of values at a time and in parallel: no scan reads rows one by one.
    rowsToRead: async () => await Promise.resolve(0),
    dimensions: async (type) => await duckdbDimensions(instance, type),
    forget: writer.forget,
    // Days are computed from rows whatever the zone, so there are no totals of them to keep.
    forgetDays: async () => await Promise.resolve(),
    rebuildDays: async () => await Promise.resolve(),
    async [Symbol.asyncDispose]() {
      await writer[Symbol.asyncDispose]();
      session.closeSync();
      instance.closeSync();
    },
  };
}

async function openFile({ path, memoryMb, threads }: DuckdbSettings): Promise<DuckDBInstance> {
  const { DuckDBInstance: Instance } = await import('@duckdb/node-api');
  try {
    return await Instance.create(path, {
      threads: String(threads),
      memory_limit: `${memoryMb}MB`,
      // Nothing is fetched at run time.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('lock on file'))) throw error;
    throw new Error(`${path} is held by another process; with MARQUEE_METRICS=duckdb there can be only one.`, {
      cause: error,
    });
  }
}
