import { whatsappTemplateEvents } from '@marquee/api/messaging/whatsapp-templates.contract';
import {
  whatsappTemplateStatusOf,
  type WhatsappTemplateStatus,
} from '@marquee/rules/messaging/whatsapp/whatsapp-template-status';
import type { WhatsappTemplateActivities } from '@marquee/workflows';
import type { Db } from '../../database/database.ts';
import type { ListedTemplate, TemplateOutcome, WhatsappPlatform } from '../../gateways/whatsapp.ts';
import { updateJob, type JobChange } from '../../kernel/jobs/jobs.store.ts';
import { insertEvent } from '../../kernel/outbox/outbox.store.ts';
import { whatsappSenderById } from './whatsapp-numbers.store.ts';
import type { WhatsappDeps } from './whatsapp-deps.ts';
import { platformOf } from './whatsapp-sender.ts';
import {
  changeWhatsappTemplate,
  whatsappTemplateById,
  type TemplateNews,
  type WhatsappTemplateRow,
} from './whatsapp-templates.store.ts';

const againMs = 5000;
const unauthorisedAgainMs = 60_000;

/** Hands templates over to Meta. */
export function whatsappTemplateActivities(deps: WhatsappDeps): WhatsappTemplateActivities {
  return {
    async attemptWhatsappTemplate({ workspaceId, templateId }) {
      const inTransaction = <T>(work: (db: Db) => Promise<T>) => deps.asWorkspace(workspaceId, work);
      const found = await inTransaction(async (db) => {
        const template = await whatsappTemplateById(db, workspaceId, templateId);
        const senderId = template?.sender_id ?? null;
        const sender = senderId === null ? undefined : await whatsappSenderById(db, workspaceId, senderId);
        return { template, sender };
      });
      const { template, sender } = found;
      if (template === undefined) return null;
      if (template.status !== 'submitting') return await inTransaction((db) => endJob(db, { workspaceId, template }));
      const isUsable =
        sender?.business_account_id === template.business_account_id && (!sender.simulated || deps.simulatorPermitted);
      const outcome: TemplateOutcome = isUsable
        ? await submit(platformOf(deps, sender), template)
        : { kind: 'refused', code: 0, reason: 'Its sender is gone, changed or not permitted.' };
      const againInMs = await inTransaction((db) => record(deps, db, { workspaceId, template, outcome }));
      deps.wake?.();
      return againInMs;
    },
  };
}

/** Looks before it hands over: an earlier attempt may have been heard without an answer. */
async function submit(platform: WhatsappPlatform, template: WhatsappTemplateRow): Promise<TemplateOutcome> {
  const listed = await findTemplate(platform, template);
  if (listed === 'unknown') return { kind: 'unknown' };
  if (listed !== null) return { kind: 'created', id: listed.id, status: listed.status, category: listed.category };
  const exampleOf = (name: string) => template.examples[name] ?? name;
  return await platform.createTemplate({
    ...{ name: template.name, language: template.language, category: template.category },
    ...{ header: template.header_text, body: template.body_text, footer: template.footer_text },
    headerExample: template.header_variable === null ? null : exampleOf(template.header_variable),
    bodyExamples: template.body_variables.map(exampleOf),
  });
}

async function findTemplate(
  platform: WhatsappPlatform,
  { name, language }: WhatsappTemplateRow,
): Promise<ListedTemplate | 'unknown' | null> {
  try {
    for await (const page of platform.templates(name)) {
      // Meta finds names that contain it.
      const found = page.find((each) => each.name === name && each.language === language);
      if (found !== undefined) return found;
    }
    return null;
  } catch {
    return 'unknown';
  }
}

interface Attempted {
  readonly workspaceId: string;
  readonly template: WhatsappTemplateRow;
  readonly outcome: TemplateOutcome;
}

async function record(
  deps: WhatsappDeps,
  db: Db,
  { workspaceId, template, outcome }: Attempted,
): Promise<number | null> {
  const news = (status: WhatsappTemplateStatus, more: Partial<TemplateNews> = {}): TemplateNews => ({
    ...{ businessAccountId: template.business_account_id, name: template.name, language: template.language },
    ...{ status, reason: null, at: deps.now().toISOString(), ...more },
  });
  switch (outcome.kind) {
    case 'created': {
      const status = whatsappTemplateStatusOf(outcome.status) ?? 'pending';
      const category = outcome.category === null ? {} : { category: outcome.category };
      return await settle(deps, db, {
        workspaceId,
        template,
        news: news(status, { providerId: outcome.id, ...category }),
      });
    }
    case 'refused':
      return await settle(deps, db, { workspaceId, template, news: news('rejected', { reason: outcome.reason }) });
    case 'unauthorised':
      // A new token may come any moment; until then the job says what is missing.
      return unauthorisedAgainMs;
    case 'not_accepted':
      return Math.max(outcome.retryAfterMs, againMs);
    case 'unknown':
      return againMs;
  }
}

interface Settled {
  readonly workspaceId: string;
  readonly template: WhatsappTemplateRow;
  readonly news: TemplateNews;
}

async function settle(deps: WhatsappDeps, db: Db, { workspaceId, template, news }: Settled): Promise<null> {
  const changed = await changeWhatsappTemplate(db, workspaceId, news);
  if (changed !== undefined) await announceTemplate(deps, db, { workspaceId, id: changed, status: news.status });
  const { status, reason } = news;
  return await endJob(db, { workspaceId, template: { ...template, status, reason } });
}

async function endJob(
  db: Db,
  { workspaceId, template }: { readonly workspaceId: string; readonly template: WhatsappTemplateRow },
): Promise<null> {
  if (template.job_id === null) return null;
  const change: JobChange =
    template.status === 'rejected'
      ? { status: 'failed', error: { code: 'unprocessable', detail: template.reason ?? 'Meta rejected the template.' } }
      : { status: 'succeeded', result: { template_id: template.id, status: template.status } };
  await updateJob(db, workspaceId, template.job_id, change);
  return null;
}

/** Tells that a template stands differently. */
export async function announceTemplate(
  { newId, now }: Pick<WhatsappDeps, 'newId' | 'now'>,
  db: Db,
  { workspaceId, id, status }: { readonly workspaceId: string; readonly id: string; readonly status: string },
): Promise<void> {
  const { name, scope } = whatsappTemplateEvents.changed;
  const data = { template_id: id, status };
  await insertEvent(db, { id: newId(), workspaceId, name, scope, data, at: now().toISOString(), requestId: null });
}
