import { and, desc, eq, getTableColumns, lt, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../database/database.ts';
import { containsText, run, select, selectOne } from '../../database/sql.ts';
import type { PageQuery } from '../../kernel/paging/page.ts';
import { templatesTable } from './templates.tables.ts';

const { workspace_id: _workspace, ...columns } = getTableColumns(templatesTable);

/** A template as stored. */
export type TemplateRow = Omit<typeof templatesTable.$inferSelect, 'workspace_id'>;

/** The template with an id, if there is one. */
export async function templateById(db: Db, workspaceId: string, id: string): Promise<TemplateRow | undefined> {
  return await selectOne<TemplateRow>(
    db,
    sql`select id, name, content, variables, is_active, created_at, updated_at from messaging_templates
        where workspace_id = ${workspaceId} and id = ${id}`,
  );
}

/** What a list of templates may be narrowed to. */
export interface TemplateFilters {
  readonly is_active?: boolean | undefined;
  readonly name_contains?: string | undefined;
}

/** One page of templates, newest first, after the id `after`. */
export async function templatesPage(
  db: Db,
  workspaceId: string,
  page: PageQuery<TemplateFilters>,
): Promise<TemplateRow[]> {
  const after = page.after === undefined ? undefined : lt(templatesTable.id, page.after);
  return await db
    .select(columns)
    .from(templatesTable)
    .where(and(matching(workspaceId, page.filters), after))
    .orderBy(desc(templatesTable.id))
    .limit(page.limit);
}

/** How many templates match. */
export async function countTemplates(db: Db, workspaceId: string, filters: TemplateFilters): Promise<number> {
  return await db.$count(templatesTable, matching(workspaceId, filters));
}

/** Whether another template has a name. */
export async function isTemplateNameTaken(
  db: Db,
  workspaceId: string,
  template: { readonly name: string; readonly id: string },
): Promise<boolean> {
  const rows = await select(
    db,
    sql`select 1 from messaging_templates where workspace_id = ${workspaceId} and name = ${template.name} and id <> ${template.id}`,
  );
  return rows.length > 0;
}

/** Whether a campaign that has not ended needs a template. */
export async function isTemplateInUse(db: Db, workspaceId: string, id: string): Promise<boolean> {
  const rows = await select(
    db,
    sql`select 1 from messaging_campaigns where workspace_id = ${workspaceId} and template_id = ${id} and deleted_at is null
          and status not in ('completed', 'cancelled', 'failed') limit 1`,
  );
  return rows.length > 0;
}

/** Adds a template. */
export async function insertTemplate(db: Db, workspaceId: string, template: TemplateRow): Promise<void> {
  const { id, name, content, variables, is_active, created_at, updated_at } = template;
  await run(
    db,
    sql`insert into messaging_templates (workspace_id, id, name, content, variables, is_active, created_at, updated_at)
        values (${workspaceId}, ${id}, ${name}, ${content}, ${JSON.stringify(variables)}::jsonb, ${is_active}, ${created_at}, ${updated_at})`,
  );
}

/** Replaces a template's fields. */
export async function updateTemplate(db: Db, workspaceId: string, template: TemplateRow): Promise<void> {
  const { id, created_at: _created, ...fields } = template;
  await db.update(templatesTable).set(fields).where(withId(workspaceId, id));
}

/** Removes a template; false when there was none. */
export async function deleteTemplate(db: Db, workspaceId: string, id: string): Promise<boolean> {
  return (await run(db, sql`delete from messaging_templates where workspace_id = ${workspaceId} and id = ${id}`)) > 0;
}

function withId(workspaceId: string, id: string): SQL | undefined {
  return and(eq(templatesTable.workspace_id, workspaceId), eq(templatesTable.id, id));
}

function matching(workspaceId: string, { is_active, name_contains: name }: TemplateFilters): SQL | undefined {
  return and(
    eq(templatesTable.workspace_id, workspaceId),
    is_active === undefined ? undefined : eq(templatesTable.is_active, is_active),
    name === undefined ? undefined : containsText(sql`${templatesTable.name}`, name),
  );
}
