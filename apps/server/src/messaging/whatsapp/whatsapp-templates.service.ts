import { ApiError, type FieldProblem } from '@marquee/api/errors';
import type { WhatsappTemplate, whatsappTemplates } from '@marquee/api/messaging/whatsapp-templates.contract';
import { whatsappTemplateFaults, whatsappVariableCount } from '@marquee/rules/messaging/whatsapp/whatsapp-template';
import type { z } from 'zod';
import type { Implements } from '../../kernel/context.ts';
import { listPage } from '../../kernel/paging/page.ts';
import { chooseWhatsappSender } from './whatsapp-sender.ts';
import {
  countWhatsappTemplates,
  insertWhatsappTemplate,
  templateStart,
  whatsappTemplateById,
  whatsappTemplatesPage,
  type WhatsappTemplateRow,
} from './whatsapp-templates.store.ts';

type Service = Implements<typeof whatsappTemplates>;

/** Templates of WhatsApp messages. */
export function whatsappTemplatesService(deps: { readonly simulatorPermitted: boolean }): Service {
  return { list, get, create: create(deps) };
}

const list: Service['list'] = async (input, { db, caller: { workspaceId } }) =>
  await listPage(input, {
    rows: (page) => whatsappTemplatesPage(db, workspaceId, page),
    count: (filters) => countWhatsappTemplates(db, workspaceId, filters),
    key: ({ id }) => id,
  });

const get: Service['get'] = async ({ template_id }, ctx) => {
  const found = await whatsappTemplateById(ctx.db, ctx.caller.workspaceId, template_id);
  if (found === undefined)
    return ctx.fail('not_found', 'There is no such template; list templates to see those there are.');
  return shown(found);
};

const create =
  ({ simulatorPermitted }: { readonly simulatorPermitted: boolean }): Service['create'] =>
  async (input, ctx) => {
    const faults = faultsOf(input);
    const [fault] = faults;
    if (fault !== undefined) throw new ApiError('validation_failed', fault.detail, { errors: faults });
    const { workspaceId } = ctx.caller;
    const sender = await chooseWhatsappSender(ctx, { senderId: input.sender_id, simulatorPermitted });
    const id = ctx.newId();
    const start = templateStart({ workspaceId, id });
    const jobId = await ctx.job({
      kind: 'messaging.whatsappTemplates.create',
      recordId: id,
      workflowId: start.workflowId,
    });
    const at = ctx.now().toISOString();
    const row: WhatsappTemplateRow = {
      ...{ id, business_account_id: sender.business_account_id, sender_id: sender.sender_id, job_id: jobId },
      ...{ name: input.name, language: input.language, category: input.category, status: 'submitting', reason: null },
      ...{ header_text: headerOf(input), body_text: input.body_text, footer_text: input.footer_text ?? null },
      ...{ header_variable: input.header_variable ?? null, body_variables: input.body_variables },
      ...{ examples: input.examples, provider_id: null, status_at: at, created_at: at, updated_at: at },
    };
    if (!(await insertWhatsappTemplate(ctx.db, workspaceId, row)))
      ctx.fail('conflict', `There is a template ${input.name} in ${input.language}; choose another name.`);
    await ctx.start(start);
    ctx.audit({ template_id: id });
    return shown(row);
  };

function shown({ sender_id: _sender, examples: _examples, ...template }: WhatsappTemplateRow): WhatsappTemplate {
  return template;
}

type Input = z.output<typeof whatsappTemplates.create.input>;

function headerOf({ header_type, header_content }: Input): string | null {
  return header_type === 'NONE' ? null : (header_content ?? null);
}

const pointers = { name: '/name', body: '/body_text', header: '/header_content', footer: '/footer_text' } as const;

/** Everything that Meta would refuse, and where names and variables do not fit each other. */
function faultsOf(input: Input): readonly FieldProblem[] {
  const header = headerOf(input) ?? undefined;
  const texts = { name: input.name, body: input.body_text, header, footer: input.footer_text };
  const found = whatsappTemplateFaults(texts).map(({ part, detail }) => fault(pointers[part], detail));
  if (input.header_type === 'TEXT' && input.header_content === undefined)
    found.push(fault('/header_content', 'A heading of type TEXT needs its text.'));
  const inBody = whatsappVariableCount(input.body_text);
  if (inBody !== null && inBody !== input.body_variables.length)
    found.push(
      fault(
        '/body_variables',
        `Name each variable of \`body_text\`, in order: there are ${inBody}, and ${input.body_variables.length} names.`,
      ),
    );
  const inHeader = whatsappVariableCount(header ?? '') ?? 0;
  if (inHeader !== (input.header_variable === undefined ? 0 : 1))
    found.push(fault('/header_variable', 'Name the heading’s variable, if and only if it has one.'));
  const names = [...input.body_variables, ...(input.header_variable === undefined ? [] : [input.header_variable])];
  if (new Set(names).size !== names.length)
    found.push(fault('/body_variables', 'Give every variable a name of its own.'));
  const strange = Object.keys(input.examples).find((name) => !names.includes(name));
  if (strange !== undefined) found.push(fault(`/examples/${strange}`, 'No variable has this name.'));
  return found;
}

function fault(pointer: string, detail: string): FieldProblem {
  return { pointer, code: 'invalid', detail };
}
