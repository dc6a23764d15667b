import type { DuckDBConnection } from '@duckdb/node-api';
import { integer, newParams, readRows } from './duckdb-session.ts';
import { stageRows, stageSets } from './duckdb-staging.ts';
import { dropTables, tablesFor, type TypeTables } from './duckdb-tables.ts';
import type { CommitBatch, MetricsReceipt, MetricsStore, MetricsWrite } from '../metrics-store.ts';

/** The file's one writer: batches are stored one after the other, each in a transaction with its receipt. */
export function duckdbWriter(session: DuckDBConnection): Pick<MetricsStore, 'write' | 'forget'> & AsyncDisposable {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn;
    return await turn;
  };
  return {
    write: async (write, commit) => await stored(write, commit, inTurn),
    forget: async (type) =>
      await inTurn(async () => await inTransaction(session, async () => await dropTables(session, type))),
    async [Symbol.asyncDispose]() {
      await last.catch(() => undefined);
    },
  };

  /**
   * The file commits first. Should we end before our own database does, the same batch finds its receipt here and is only then
   * made known, as if it had been stored that moment.
   */
  async function stored(
    write: MetricsWrite,
    commit: CommitBatch,
    turn: (work: () => Promise<MetricsReceipt>) => Promise<MetricsReceipt>,
  ): Promise<MetricsReceipt> {
    const receipt = await turn(async () => await inTransaction(session, async () => await storeOnce(session, write)));
    return await commit(async () => await Promise.resolve(receipt));
  }
}

async function inTransaction<T>(session: DuckDBConnection, work: () => Promise<T>): Promise<T> {
  await session.run('begin');
  try {
    const result = await work();
    await session.run('commit');
    return result;
  } catch (error) {
    // A failed commit has rolled back already, and says so when asked again.
    await session.run('rollback').catch(() => undefined);
    throw error;
  }
}

async function storeOnce(session: DuckDBConnection, write: MetricsWrite): Promise<MetricsReceipt> {
  const earlier = await receiptOf(session, write);
  if (earlier !== null) return earlier;
  const tables = await tablesFor(session, write.type);
  const setOf = await stageSets(session, tables, write);
  await stageRows(session, { write, tables, setOf });
  const { replaced, duplicates } = await replaceRows(session, tables);
  const refused = write.rows.flatMap((_, position) => (setOf[position] === null ? [position] : []));
  const accepted = write.rows.length - refused.length - replaced - duplicates;
  const receipt: MetricsReceipt = { accepted, replaced, duplicates, refused };
  await keepReceipt(session, write, receipt);
  return receipt;
}

/** Puts the staged rows in the place of those of the same time and dimensions. */
async function replaceRows(
  session: DuckDBConnection,
  { rows, slots }: TypeTables,
): Promise<{ readonly replaced: number; readonly duplicates: number }> {
  const columns = Array.from({ length: slots }, (_, index) => `v${index + 1}`);
  const same = columns.map((column) => `stored.${column} is not distinct from staged.${column}`).join(' and ');
  // The bounds let whole blocks of the table be left unread.
  await session.run(`
    create temp table met as
    select staged.at_ms, staged.set_id, stored.rowid as stored_id, ${same === '' ? 'true' : same} as same
    from ${rows} stored join staged_rows staged on stored.at_ms = staged.at_ms and stored.set_id = staged.set_id
    where stored.at_ms between (select min(at_ms) from staged_rows) and (select max(at_ms) from staged_rows)`);
  const [counts] = await readRows(
    session,
    'select count(*) filter (where not same), count(*) filter (where same) from met',
  );
  const [replaced, duplicates] = [Number(counts?.[0]), Number(counts?.[1])];
  if (replaced > 0) await session.run(`delete from ${rows} where rowid in (select stored_id from met where not same)`);
  const list = ['at_ms', 'set_id', ...columns].join(', ');
  await session.run(`
    insert into ${rows} (${list})
    select ${list} from staged_rows anti join (select at_ms, set_id from met where same) using (at_ms, set_id)`);
  await session.run('drop table met; drop table staged_rows');
  return { replaced, duplicates };
}

async function receiptOf(session: DuckDBConnection, { type, batchKey }: MetricsWrite): Promise<MetricsReceipt | null> {
  const params = newParams();
  const [row] = await readRows(
    session,
    `select accepted, replaced, duplicates, refused from batches where workspace_id = ${params.text(type.workspaceId)}
     and type_id = ${integer(type.typeId)} and batch_key = ${params.text(batchKey)}`,
    params.values,
  );
  if (row === undefined) return null;
  const [accepted, replaced, duplicates, refused] = row;
  return {
    accepted: Number(accepted),
    replaced: Number(replaced),
    duplicates: Number(duplicates),
    refused: Array.isArray(refused) ? refused.map(Number) : [],
  };
}

async function keepReceipt(
  session: DuckDBConnection,
  { type, batchKey }: MetricsWrite,
  { accepted, replaced, duplicates, refused }: MetricsReceipt,
): Promise<void> {
  const params = newParams();
  const counts = [accepted, replaced, duplicates].map(integer).join(', ');
  await session.run(
    `insert into batches values (${params.text(type.workspaceId)}, ${integer(type.typeId)}, ${params.text(batchKey)},
     ${counts}, [${refused.map(integer).join(', ')}]::integer[])`,
    [...params.values],
  );
}
