import { and, count, desc, eq, getTableColumns, lt } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { viewsTable } from './views.tables.ts';

const { workspace_id: _workspace, ...columns } = getTableColumns(viewsTable);

/** A view as stored, which is as it is answered. */
export type ViewRow = Omit<typeof viewsTable.$inferSelect, 'workspace_id'>;

/** One page of views, newest first, after the id `after`. */
export async function viewsPage(
  db: Db,
  workspaceId: string,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<ViewRow[]> {
  const isAfter = after === undefined ? undefined : lt(viewsTable.id, after);
  return await db
    .select(columns)
    .from(viewsTable)
    .where(and(eq(viewsTable.workspace_id, workspaceId), isAfter))
    .orderBy(desc(viewsTable.id))
    .limit(limit);
}

/** How many views there are. */
export async function countViews(db: Db, workspaceId: string): Promise<number> {
  const [row] = await db.select({ views: count() }).from(viewsTable).where(eq(viewsTable.workspace_id, workspaceId));
  return row?.views ?? 0;
}

/** Keeps a view; false when another has its name. */
export async function insertView(db: Db, workspaceId: string, view: ViewRow): Promise<boolean> {
  const made = await db
    .insert(viewsTable)
    .values({ workspace_id: workspaceId, ...view })
    .onConflictDoNothing({ target: [viewsTable.workspace_id, viewsTable.name] })
    .returning({ id: viewsTable.id });
  return made.length > 0;
}

/** Deletes a view; false when there was none. */
export async function deleteView(db: Db, workspaceId: string, id: string): Promise<boolean> {
  const gone = await db
    .delete(viewsTable)
    .where(and(eq(viewsTable.workspace_id, workspaceId), eq(viewsTable.id, id)))
    .returning({ id: viewsTable.id });
  return gone.length > 0;
}
