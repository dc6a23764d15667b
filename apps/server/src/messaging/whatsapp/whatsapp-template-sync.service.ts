import { whatsappVariableCount } from '@marquee/rules/messaging/whatsapp/whatsapp-template';
import { whatsappTemplateStatusOf } from '@marquee/rules/messaging/whatsapp/whatsapp-template-status';
import type { AsSystem, Db } from '../../database/database.ts';
import type { ListedTemplate } from '../../gateways/whatsapp.ts';
import type { WhatsappDeps } from './whatsapp-deps.ts';
import { takeTemplateLooks, whatsappSenderById, type WhatsappSender } from './whatsapp-numbers.store.ts';
import { platformOf } from './whatsapp-sender.ts';
import { announceTemplate } from './whatsapp-templates.activities.ts';
import {
  changeWhatsappTemplate,
  insertWhatsappTemplate,
  markMissingTemplates,
  whatsappTemplatesNamed,
} from './whatsapp-templates.store.ts';

/** What reading templates works with. */
export interface TemplateSyncDeps extends WhatsappDeps {
  readonly asSystem: AsSystem;
}

/**
 * Reads every account's templates from Meta's own list: news that no webhook brought, and templates that were made there.
 *
 * @param restMs accounts that were read in this time are left for later
 * @returns how many templates stand differently from before
 */
export async function syncWhatsappTemplates(deps: TemplateSyncDeps, restMs: number): Promise<number> {
  const now = deps.now();
  const taken = { at: now.toISOString(), before: new Date(now.getTime() - restMs).toISOString() };
  const looks = await deps.asSystem('read templates of accounts', (db) => takeTemplateLooks(db, taken));
  let changed = 0;
  for (const { workspace_id: workspaceId, sender_id: senderId } of looks) {
    const sender = await deps.asWorkspace(workspaceId, (db) => whatsappSenderById(db, workspaceId, senderId));
    if (sender === undefined || (sender.simulated && !deps.simulatorPermitted)) continue;
    try {
      changed += await syncAccount(deps, sender);
    } catch (error) {
      deps.log.warn({ err: error, sender_id: senderId }, 'WhatsApp templates could not be read; trying again');
    }
  }
  if (changed > 0) deps.wake?.();
  return changed;
}

async function syncAccount(deps: TemplateSyncDeps, sender: WhatsappSender): Promise<number> {
  const { workspace_id: workspaceId, business_account_id: businessAccountId } = sender;
  // What a webhook tells while this is read is newer.
  const at = deps.now().toISOString();
  const listed = (await Array.fromAsync(platformOf(deps, sender).templates(null))).flat();
  return await deps.asWorkspace(workspaceId, async (db) => {
    let changed = 0;
    for (const template of listed) changed += await take(deps, db, { sender, template, at });
    const providerIds = listed.map(({ id }) => id);
    for (const id of await markMissingTemplates(db, workspaceId, { businessAccountId, providerIds, at })) {
      await announceTemplate(deps, db, { workspaceId, id, status: 'deleted' });
      changed += 1;
    }
    return changed;
  });
}

interface Taking {
  readonly sender: WhatsappSender;
  readonly template: ListedTemplate;
  readonly at: string;
}

async function take(deps: TemplateSyncDeps, db: Db, { sender, template, at }: Taking): Promise<number> {
  const { workspace_id: workspaceId, business_account_id: businessAccountId } = sender;
  const { name, language, category, id: providerId } = template;
  const status = whatsappTemplateStatusOf(template.status);
  if (status === null) return 0;
  const reason = template.rejected_reason === 'NONE' ? null : template.rejected_reason;
  const known = await whatsappTemplatesNamed(db, workspaceId, { businessAccountId, name, language });
  if (known.length === 0) return await adopt(deps, db, { sender, template, at });
  const news = { businessAccountId, name, language, category, status, reason, providerId, at };
  const changed = await changeWhatsappTemplate(db, workspaceId, news);
  if (changed === undefined) return 0;
  await announceTemplate(deps, db, { workspaceId, id: changed, status });
  return 1;
}

/** Keeps a template that was made at Meta, if it is of texts alone: what else it has cannot be filled in from here. */
async function adopt(deps: TemplateSyncDeps, db: Db, { sender, template, at }: Taking): Promise<number> {
  const status = whatsappTemplateStatusOf(template.status);
  const textOf = (type: string) => template.components.find((each) => each.type.toUpperCase() === type)?.text ?? null;
  const [header, body, footer] = [textOf('HEADER'), textOf('BODY'), textOf('FOOTER')];
  const inBody = whatsappVariableCount(body ?? '');
  const isOfTexts = template.components.every(
    ({ type, format = 'TEXT' }) =>
      ['HEADER', 'BODY', 'FOOTER'].includes(type.toUpperCase()) && format.toUpperCase() === 'TEXT',
  );
  if (body === null || inBody === null || !isOfTexts || status === null || status === 'deleted') return 0;
  const id = deps.newId();
  const isNew = await insertWhatsappTemplate(db, sender.workspace_id, {
    ...{ id, business_account_id: sender.business_account_id, sender_id: null, job_id: null, provider_id: template.id },
    ...{ name: template.name, language: template.language, category: template.category, status },
    ...{ reason: null, header_text: header, body_text: body, footer_text: footer, examples: {} },
    header_variable: (whatsappVariableCount(header ?? '') ?? 0) > 0 ? 'header' : null,
    body_variables: Array.from({ length: inBody }, (_, index) => String(index + 1)),
    ...{ status_at: at, created_at: at, updated_at: at },
  });
  if (!isNew) return 0;
  await announceTemplate(deps, db, { workspaceId: sender.workspace_id, id, status });
  return 1;
}
