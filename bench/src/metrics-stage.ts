import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  filledType,
  fillDuckdb,
  fillMetrics,
  migrationsFolder,
  openDatabase,
  type OpenDatabase,
  startPostgresCluster,
} from '@marquee/server/testing';
import { startInstallation, type Api, type Installation } from './harness/installation.ts';
import { days, fields, rawTableSql, setCount, setOf } from './metrics-shapes.ts';

/** What metrics are kept in. */
export type Engine = 'Postgres' | 'PGlite' | 'DuckDB';

/** How many rows the types have. */
export interface Sizes {
  readonly small: number;
  readonly large: number;
  /** Of each of the two other workspaces. */
  readonly neighbour: number;
}

/** An installation whose metrics are filled, and the same engine by hand. */
export interface MetricsStage extends AsyncDisposable {
  readonly installation: Installation;
  readonly workspaceId: string;
  /** A database of the same engine that no server works with, with `raw_rows`; the installation's own on Postgres. None for DuckDB. */
  readonly byHand: OpenDatabase | null;
}

/** Starts an engine and an installation on it, uploads a row of each set, and fills the rest. */
export async function openMetricsStage(engine: Engine, sizes: Sizes): Promise<MetricsStage> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'marquee-bench-')));
  const cluster = engine === 'Postgres' ? await startPostgresCluster() : null;
  if (engine === 'Postgres' && cluster === null)
    throw new Error('this machine has no Postgres: install the postgresql package');
  if (cluster !== null) stack.use(cluster);
  const env: Readonly<Record<string, string>> =
    cluster === null ? (engine === 'DuckDB' ? { MARQUEE_METRICS: 'duckdb' } : {}) : { DATABASE_URL: cluster.url };
  const workspaceId = await seed(env, folder.path);
  const open = async (dataDir: string): Promise<OpenDatabase> =>
    await openDatabase({ databaseUrl: cluster?.url ?? null, dataDir, connectionsMax: 2, migrationsFolder });
  {
    await using database = await open(folder.path);
    await fill(database, { engine, folder: folder.path, workspaceId, sizes });
  }
  const byHand = engine === 'DuckDB' ? null : stack.use(await open(join(folder.path, 'by-hand')));
  await byHand?.exec(rawTableSql(sizes.large, stepOf(sizes.large)));
  const installation = stack.use(await startInstallation(env, folder.path));
  const owned = stack.move();
  return { installation, workspaceId, byHand, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Milliseconds from one made-up row to the next. */
export function stepOf(rows: number): number {
  return (days.toMs - days.fromMs) / rows;
}

/** A row of each set, a day before the rest: types, fields and sets come through the front door. */
async function seed(env: Readonly<Record<string, string>>, folder: string): Promise<string> {
  await using installation = await startInstallation(env, folder);
  const { workspace } = await installation.api.call<{ workspace: { id: string } }>('GET', '/api/v1/auth/me');
  for (const dataType of ['small', 'large', 'uploads']) await uploadRecords(installation.api, dataType, seeds());
  return workspace.id;
}

/** Uploads one batch. */
export async function uploadRecords(api: Api, dataType: string, data: readonly object[]): Promise<void> {
  await api.call('POST', '/api/v1/metrics/batches', { data_type: dataType, data });
}

/** A record of each set at one instant. */
function seeds(): readonly object[] {
  return Array.from({ length: setCount }, (_, index) => recordOf(index, days.fromMs - 86_400_000));
}

/** The record of a set at an instant. */
export function recordOf(index: number, atMs: number): object {
  const values = Object.fromEntries(fields.map((field, place) => [field, ((index * 31 + place) % 1000) / 10]));
  return { timestamp: new Date(atMs).toISOString(), ...setOf(index % setCount), ...values };
}

async function fill(
  database: OpenDatabase,
  { engine, folder, workspaceId, sizes }: { engine: Engine; folder: string; workspaceId: string; sizes: Sizes },
): Promise<void> {
  await database.exec("update metrics_types set day_zone = 'UTC'");
  const range = { fromMs: days.fromMs, workspaceId };
  for (const dataType of ['small', 'large'] as const) {
    const made = { ...range, dataType, rows: sizes[dataType], stepMs: stepOf(sizes[dataType]) };
    if (engine === 'DuckDB') {
      await fillDuckdb(join(folder, 'metrics.duckdb'), (await filledType(database, made)).type, made);
    } else await fillMetrics(database, made);
  }
  if (engine === 'DuckDB') return;
  for (const neighbour of ['0190a000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002']) {
    await database.exec(neighbourSql(neighbour, workspaceId));
    const made = { ...range, workspaceId: neighbour, dataType: 'large', rows: sizes.neighbour };
    await fillMetrics(database, { ...made, stepMs: stepOf(sizes.neighbour) });
  }
  await database.exec('vacuum analyze');
}

/** Another workspace with a type of the same name, fields and sets. */
function neighbourSql(id: string, like: string): string {
  return `
    insert into workspaces (id, name, time_zone, created_at) values ('${id}', 'Neighbour', 'UTC', now());
    insert into metrics_types (workspace_id, name, day_zone, created_at, updated_at) values ('${id}', 'large', 'UTC', now(), now());
    insert into metrics_fields (workspace_id, type_id, name, kind, slot, created_at)
      select '${id}', n.id, f.name, f.kind, f.slot, now() from metrics_types n, metrics_types t join metrics_fields f on f.workspace_id = t.workspace_id and f.type_id = t.id
      where n.workspace_id = '${id}' and t.workspace_id = '${like}' and t.name = 'large';
    insert into metrics_sets (workspace_id, type_id, key, dimensions)
      select '${id}', n.id, s.key, s.dimensions from metrics_types n, metrics_types t join metrics_sets s on s.workspace_id = t.workspace_id and s.type_id = t.id
      where n.workspace_id = '${id}' and t.workspace_id = '${like}' and t.name = 'large' order by s.id`;
}
