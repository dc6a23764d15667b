import { ApiError } from '@marquee/api/errors';
import type { templates } from '@marquee/api/messaging/templates.contract';
import { countSms } from '@marquee/rules/messaging/sms/sms-parts';
import { fillTemplate, variablesOf } from '@marquee/rules/messaging/sms/template-text';
import type { Implements, Inside } from '../../kernel/context.ts';
import { listPage } from '../../kernel/paging/page.ts';
import { contactById, contactByPhone } from '../contacts/contacts.store.ts';
import {
  countTemplates,
  deleteTemplate,
  insertTemplate,
  isTemplateInUse,
  isTemplateNameTaken,
  templateById,
  templatesPage,
  updateTemplate,
  type TemplateRow,
} from './templates.store.ts';

/** Texts with variables, and what they cost to send. */
export function templatesService(): Implements<typeof templates> {
  return { list, create, get, update, delete: remove, preview };
}

type Service = Implements<typeof templates>;

const noTemplate = 'No template has this id.';
const nameTaken = 'Another template has this name.';

const list: Service['list'] = async (input, { db, caller: { workspaceId } }) => {
  const { items, page } = await listPage(input, {
    rows: (wanted) => templatesPage(db, workspaceId, wanted),
    count: (filters) => countTemplates(db, workspaceId, filters),
    key: ({ id }) => id,
  });
  return { items: items.map(answer), page };
};

const create: Service['create'] = async (input, ctx) => {
  const at = ctx.now().toISOString();
  const { name, content, is_active } = input;
  const variables = checkedVariables(content, input.variables);
  const template = { id: ctx.newId(), name, content, variables, is_active, created_at: at, updated_at: at };
  if (await isTemplateNameTaken(ctx.db, ctx.caller.workspaceId, template)) ctx.fail('conflict', nameTaken);
  await insertTemplate(ctx.db, ctx.caller.workspaceId, template);
  return answer(template);
};

const get: Service['get'] = async ({ template_id }, ctx) =>
  answer((await templateById(ctx.db, ctx.caller.workspaceId, template_id)) ?? ctx.fail('not_found', noTemplate));

const update: Service['update'] = async (input, ctx) => {
  const { workspaceId } = ctx.caller;
  const old = (await templateById(ctx.db, workspaceId, input.template_id)) ?? ctx.fail('not_found', noTemplate);
  const content = input.content ?? old.content;
  const template: TemplateRow = {
    ...{ ...old, content, name: input.name ?? old.name },
    variables: checkedVariables(content, input.variables),
    is_active: input.is_active ?? old.is_active,
    updated_at: ctx.now().toISOString(),
  };
  if (await isTemplateNameTaken(ctx.db, workspaceId, template)) ctx.fail('conflict', nameTaken);
  await updateTemplate(ctx.db, workspaceId, template);
  return answer(template);
};

const remove: Service['delete'] = async ({ template_id }, ctx) => {
  const { workspaceId } = ctx.caller;
  if (await isTemplateInUse(ctx.db, workspaceId, template_id)) {
    ctx.fail('conflict', 'A campaign that has not ended uses this template; delete or end it first.');
  }
  if (!(await deleteTemplate(ctx.db, workspaceId, template_id))) ctx.fail('not_found', noTemplate);
  return { id: template_id };
};

const preview: Service['preview'] = async (input, ctx) => {
  const template =
    (await templateById(ctx.db, ctx.caller.workspaceId, input.template_id)) ?? ctx.fail('not_found', noTemplate);
  const contact = await previewed(input, ctx);
  if (contact === undefined) ctx.fail('not_found', 'No contact has this id or number.');
  const { text, missing } = fillTemplate(template.content, { ...contact?.attributes, ...input.values });
  return { text, ...sizeOf(text), missing_variables: [...missing] };
};

/** The contact a preview is for: null when none was named, undefined when there is none. */
async function previewed(
  input: { readonly contact_id?: string | undefined; readonly phone_e164?: string | undefined },
  ctx: Inside,
) {
  const { workspaceId } = ctx.caller;
  if (input.contact_id !== undefined) return await contactById(ctx.db, workspaceId, input.contact_id);
  if (input.phone_e164 !== undefined) return await contactByPhone(ctx.db, workspaceId, input.phone_e164);
  return null;
}

/** @throws {ApiError} `validation_failed` when the declared variables are not those of the content */
function checkedVariables(content: string, declared: readonly string[] | undefined): string[] {
  const used = [...variablesOf(content)];
  const missing = used.filter((name) => declared !== undefined && !declared.includes(name));
  const unused = (declared ?? []).filter((name) => !used.includes(name));
  const errors = [
    ...missing.map((name) => `{${name}} is used in content but not declared`),
    ...unused.map((name) => `${name} is declared but {${name}} is not in content`),
  ].map((detail) => ({ pointer: '/variables', code: 'variables_differ', detail }));
  if (errors.length > 0)
    throw new ApiError('validation_failed', 'The variables are not those of the content.', { errors });
  return used;
}

/** What stands for a long value with letters outside GSM 03.38 in the worst case; the contract states it. */
const worstValue = 'ж'.repeat(40);

function answer(template: TemplateRow) {
  const worst = fillTemplate(
    template.content,
    Object.fromEntries(template.variables.map((name) => [name, worstValue])),
  );
  return { ...template, ...sizeOf(template.content), worst_case: sizeOf(worst.text) };
}

function sizeOf(text: string) {
  const { encoding, parts, normalised } = countSms(text);
  return { encoding, parts, character_count: Array.from(normalised).length };
}
