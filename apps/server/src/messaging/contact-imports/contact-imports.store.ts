import { and, desc, eq, getTableColumns, lt, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { run, select } from '../../database/sql.ts';
import type { ShouldRun } from '../../kernel/jobs/reconciler.ts';
import type { PageQuery } from '../../kernel/paging/page.ts';
import { contactImportsTable, type ImportStatus } from './contact-imports.tables.ts';

const { workspace_id: _workspace, ...columns } = getTableColumns(contactImportsTable);

/** An import as stored. */
export type ContactImportRow = Omit<typeof contactImportsTable.$inferSelect, 'workspace_id'>;

/** The import with an id, if there is one. */
export async function importById(db: Db, workspaceId: string, id: string): Promise<ContactImportRow | undefined> {
  return (await db.select(columns).from(contactImportsTable).where(withId(workspaceId, id)))[0];
}

/** The same, locked until the transaction ends: a chunk and a cancellation take turns. */
export async function lockImport(db: Db, workspaceId: string, id: string): Promise<ContactImportRow | undefined> {
  return (await db.select(columns).from(contactImportsTable).where(withId(workspaceId, id)).for('update'))[0];
}

/** What a list of imports may be narrowed to. */
export interface ImportFilters {
  readonly status?: ImportStatus | undefined;
}

/** One page of imports, newest first, after the id `after`. */
export async function importsPage(
  db: Db,
  workspaceId: string,
  page: PageQuery<ImportFilters>,
): Promise<ContactImportRow[]> {
  const after = page.after === undefined ? undefined : lt(contactImportsTable.id, page.after);
  return await db
    .select(columns)
    .from(contactImportsTable)
    .where(and(matching(workspaceId, page.filters), after))
    .orderBy(desc(contactImportsTable.id))
    .limit(page.limit);
}

/** How many imports match. */
export async function countImports(db: Db, workspaceId: string, filters: ImportFilters): Promise<number> {
  return await db.$count(contactImportsTable, matching(workspaceId, filters));
}

/** Adds an import. */
export async function insertImport(db: Db, workspaceId: string, row: ContactImportRow): Promise<void> {
  await db.insert(contactImportsTable).values({ workspace_id: workspaceId, ...row });
}

/** Notes what happened to an import. */
export async function updateImport(
  db: Db,
  workspaceId: string,
  change: Partial<ContactImportRow> & { readonly id: string },
): Promise<void> {
  const { id, ...fields } = change;
  await db.update(contactImportsTable).set(fields).where(withId(workspaceId, id));
}

/** One row that was left out. */
export interface ImportErrorRow {
  readonly row: number;
  readonly position: number;
  readonly field: string | null;
  readonly reason: string;
}

/** Errors of an import in the order of the file, after one of them. */
export async function importErrors(
  db: Db,
  workspaceId: string,
  page: { readonly importId: string; readonly after?: ImportErrorRow | undefined; readonly limit: number },
): Promise<ImportErrorRow[]> {
  const { importId, after, limit } = page;
  const later =
    after === undefined ? sql`` : sql`and (row_number, position) > (${after.row}::int, ${after.position}::int)`;
  return await select<ImportErrorRow>(
    db,
    sql`select row_number as row, position, field, reason from messaging_contact_import_errors
        where workspace_id = ${workspaceId} and import_id = ${importId} ${later} order by row_number, position limit ${limit}`,
  );
}

/** Lists a stored file for the retention sweeper. */
export async function registerImportFile(
  db: Db,
  workspaceId: string,
  file: {
    readonly id: string;
    readonly key: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly at: string;
    readonly expiresAt: string;
  },
): Promise<void> {
  await run(
    db,
    sql`insert into files (workspace_id, id, key, kind, bytes, sha256, created_at, expires_at)
        values (${workspaceId}, ${file.id}, ${file.key}, 'contact_import', ${file.bytes}, ${file.sha256}, ${file.at}, ${file.expiresAt})`,
  );
}

/** The workflow of every import that should be running, of all workspaces: for the reconciler, in a system transaction. */
export async function unfinishedImports(db: Db): Promise<ShouldRun[]> {
  const rows = await select<{ workspace_id: string; id: string; job_id: string | null }>(
    db,
    sql`select workspace_id, id, job_id from messaging_contact_imports where status in ('queued', 'running')`,
  );
  return rows.map(({ workspace_id: workspaceId, id, job_id: jobId }) => ({
    ...{ workspaceId, workflow: 'contactImport', workflowId: importWorkflowId(id) },
    args: [{ workspaceId, importId: id, jobId }],
  }));
}

/** The id of an import's workflow. */
export function importWorkflowId(importId: string): string {
  return `contact-import:${importId}`;
}

function withId(workspaceId: string, id: string): SQL | undefined {
  return and(eq(contactImportsTable.workspace_id, workspaceId), eq(contactImportsTable.id, id));
}

function matching(workspaceId: string, { status }: ImportFilters): SQL | undefined {
  return and(
    eq(contactImportsTable.workspace_id, workspaceId),
    status === undefined ? undefined : eq(contactImportsTable.status, status),
  );
}
