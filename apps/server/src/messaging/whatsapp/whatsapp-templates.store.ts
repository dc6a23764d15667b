import type { WhatsappTemplateStatus } from '@marquee/rules/messaging/whatsapp/whatsapp-template-status';
import { sql, type SQL } from 'drizzle-orm';
import type { WhatsappTemplate } from '@marquee/api/messaging/whatsapp-templates.contract';
import type { Db } from '../../database/database.ts';
import { containsText, run, select, selectOne } from '../../database/sql.ts';
import type { ShouldRun } from '../../kernel/jobs/reconciler.ts';
import type { PageQuery } from '../../kernel/paging/page.ts';

const shown = sql`id, business_account_id, name, language, category, status, reason, header_text, body_text, footer_text, header_variable,
  body_variables, provider_id, job_id, status_at, created_at, updated_at`;

/** A template with what handing it over needs besides. */
export interface WhatsappTemplateRow extends WhatsappTemplate {
  readonly sender_id: string | null;
  readonly examples: Readonly<Record<string, string>>;
}

/** What a list of templates may be narrowed to. */
export interface WhatsappTemplateFilters {
  readonly status?: string | undefined;
  readonly name?: string | undefined;
  readonly name_contains?: string | undefined;
}

/** One page of templates, newest first, after the id `after`. */
export async function whatsappTemplatesPage(
  db: Db,
  workspaceId: string,
  page: PageQuery<WhatsappTemplateFilters>,
): Promise<WhatsappTemplate[]> {
  const after = page.after === undefined ? sql`` : sql`and id < ${page.after}::uuid`;
  return await select<WhatsappTemplate>(
    db,
    sql`select ${shown} from messaging_whatsapp_templates where ${matching(workspaceId, page.filters)} ${after}
        order by id desc limit ${page.limit}`,
  );
}

/** How many templates match. */
export async function countWhatsappTemplates(
  db: Db,
  workspaceId: string,
  filters: WhatsappTemplateFilters,
): Promise<number> {
  const found = await selectOne<{ n: number }>(
    db,
    sql`select count(*)::int as n from messaging_whatsapp_templates where ${matching(workspaceId, filters)}`,
  );
  return found?.n ?? 0;
}

/** The template with an id, if there is one. */
export async function whatsappTemplateById(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<WhatsappTemplateRow | undefined> {
  return await selectOne<WhatsappTemplateRow>(
    db,
    sql`select ${shown}, sender_id, examples from messaging_whatsapp_templates where workspace_id = ${workspaceId} and id = ${id}`,
  );
}

/** Templates of a name in an account, in every language or one. */
export async function whatsappTemplatesNamed(
  db: Db,
  workspaceId: string,
  named: { readonly businessAccountId: string; readonly name: string; readonly language?: string | undefined },
): Promise<WhatsappTemplate[]> {
  const language = named.language === undefined ? sql`` : sql`and language = ${named.language}`;
  return await select<WhatsappTemplate>(
    db,
    sql`select ${shown} from messaging_whatsapp_templates
        where workspace_id = ${workspaceId} and business_account_id = ${named.businessAccountId} and name = ${named.name} ${language}
          and status <> 'deleted'
        order by language limit 100`,
  );
}

/**
 * Adds a template; false when its name is taken in that language. One that Meta never took, or that is gone there, makes room.
 */
export async function insertWhatsappTemplate(db: Db, workspaceId: string, row: WhatsappTemplateRow): Promise<boolean> {
  await run(
    db,
    sql`delete from messaging_whatsapp_templates
        where workspace_id = ${workspaceId} and business_account_id = ${row.business_account_id} and name = ${row.name} and language = ${row.language}
          and (status = 'deleted' or (status = 'rejected' and provider_id is null))`,
  );
  const count = await run(
    db,
    sql`insert into messaging_whatsapp_templates (workspace_id, id, business_account_id, name, language, category, status, reason, header_text,
          body_text, footer_text, header_variable, body_variables, examples, provider_id, sender_id, job_id, status_at, created_at, updated_at)
        values (${workspaceId}, ${row.id}, ${row.business_account_id}, ${row.name}, ${row.language}, ${row.category}, ${row.status}, ${row.reason},
          ${row.header_text}, ${row.body_text}, ${row.footer_text}, ${row.header_variable}, ${JSON.stringify(row.body_variables)}::jsonb,
          ${JSON.stringify(row.examples)}::jsonb, ${row.provider_id}, ${row.sender_id}, ${row.job_id}, ${row.status_at}, ${row.created_at}, ${row.updated_at})
        on conflict on constraint messaging_whatsapp_templates_name do nothing`,
  );
  return count > 0;
}

/** News of a template. */
export interface TemplateNews {
  readonly businessAccountId: string;
  readonly name: string;
  readonly language: string;
  readonly status: WhatsappTemplateStatus;
  readonly reason: string | null;
  /** Absent when the news do not say. */
  readonly providerId?: string;
  readonly category?: string;
  /** When it came to stand so. */
  readonly at: string;
}

/**
 * Writes news of a template, unless newer ones are known. Meta tells whole seconds: within one, what comes last counts.
 *
 * @returns its id when it stands differently from before; undefined when nothing changed or nobody knows it
 */
export async function changeWhatsappTemplate(
  db: Db,
  workspaceId: string,
  news: TemplateNews,
): Promise<string | undefined> {
  const found = await selectOne<{ id: string; is_changed: boolean }>(
    db,
    sql`with before as (
          select id, status from messaging_whatsapp_templates
          where workspace_id = ${workspaceId} and business_account_id = ${news.businessAccountId} and name = ${news.name}
            and language = ${news.language} and (status = 'submitting' or date_trunc('second', status_at) <= ${news.at}::timestamptz) for update)
        update messaging_whatsapp_templates t set
          status_at = case when t.status = ${news.status} then t.status_at else greatest(t.status_at, ${news.at}::timestamptz) end,
          status = ${news.status}, reason = ${news.reason}, provider_id = coalesce(${news.providerId ?? null}, t.provider_id),
          category = coalesce(${news.category ?? null}, t.category), updated_at = ${news.at}
        from before b where t.workspace_id = ${workspaceId} and t.id = b.id
        returning t.id, b.status <> t.status as is_changed`,
  );
  return found?.is_changed === true ? found.id : undefined;
}

/** Templates of an account that its list has not shown; `deleted` from now on. */
export async function markMissingTemplates(
  db: Db,
  workspaceId: string,
  seen: { readonly businessAccountId: string; readonly providerIds: readonly string[]; readonly at: string },
): Promise<readonly string[]> {
  const rows = await select<{ id: string }>(
    db,
    sql`update messaging_whatsapp_templates set status = 'deleted', reason = null, status_at = ${seen.at}, updated_at = ${seen.at}
        where workspace_id = ${workspaceId} and business_account_id = ${seen.businessAccountId} and provider_id is not null
          and status not in ('deleted', 'submitting') and status_at <= ${seen.at}::timestamptz
          and provider_id not in (select jsonb_array_elements_text(${JSON.stringify(seen.providerIds)}::jsonb))
        returning id`,
  );
  return rows.map(({ id }) => id);
}

/** The workflow that hands a template over. */
export function templateWorkflowIdOf(id: string): string {
  return `whatsapp-template:${id}`;
}

/** Templates that Meta does not have yet. */
export async function unsubmittedTemplates(db: Db): Promise<readonly ShouldRun[]> {
  const rows = await select<{ workspace_id: string; id: string }>(
    db,
    sql`select workspace_id, id from messaging_whatsapp_templates where status = 'submitting' order by id`,
  );
  return rows.map(({ workspace_id: workspaceId, id }) => ({ workspaceId, ...templateStart({ workspaceId, id }) }));
}

/** How the workflow of a template is started. */
export function templateStart({ workspaceId, id }: { readonly workspaceId: string; readonly id: string }) {
  return {
    workflow: 'submitWhatsappTemplate',
    workflowId: templateWorkflowIdOf(id),
    args: [{ workspaceId, templateId: id }],
  };
}

function matching(workspaceId: string, { status, name, name_contains: part }: WhatsappTemplateFilters): SQL {
  const conditions = [
    sql`workspace_id = ${workspaceId}`,
    ...(status === undefined ? [] : [sql`status = ${status}`]),
    ...(name === undefined ? [] : [sql`name = ${name}`]),
    ...(part === undefined ? [] : [containsText(sql`name`, part)]),
  ];
  return sql.join(conditions, sql` and `);
}
