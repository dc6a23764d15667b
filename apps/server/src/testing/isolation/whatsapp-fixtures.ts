import { createHmac, randomInt } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { run } from '../../database/sql.ts';
import { newId } from '../../lib/ids.ts';
import type { OperationName } from '../operation-names.ts';
import type { RawCall } from '../services.ts';
import { contactOf } from './contacts-fixtures.ts';
import type { Fixture } from './fixture.ts';
import type { Tenant } from './tenant.ts';

/** A workspace's number at Meta, as hooks know it. */
interface TenantWhatsapp {
  readonly sender_id: string;
  readonly phone_number_id: string;
  readonly business_account_id: string;
  readonly app_secret: string;
  readonly verify_token: string;
}

const known = new Map<string, Promise<TenantWhatsapp>>();
const digits = () => String(randomInt(1e11, 1e12));

/** The workspace's WhatsApp sender, made when it is first asked for. */
async function whatsappOf(t: Tenant): Promise<TenantWhatsapp> {
  const made = known.get(t.workspaceId) ?? makeWhatsapp(t);
  known.set(t.workspaceId, made);
  return await made;
}

async function makeWhatsapp(t: Tenant): Promise<TenantWhatsapp> {
  const sender = {
    ...{ sender_id: `${t.word}-whatsapp`, phone_number_id: digits(), business_account_id: digits() },
    ...{ app_secret: `app secret of ${t.word}`, verify_token: `verify token of ${t.word} ${digits()}` },
  };
  const { sender_id, ...number } = sender;
  const whatsapp = { ...number, access_token: `token of ${t.word}` };
  await t.call('messaging.senders.put', { sender_id, kind: 'whatsapp', phone_e164: t.newPhone(), whatsapp });
  return sender;
}

const templateName = (t: Tenant) => t.newName().replaceAll(' ', '_');
const bodyOf = (t: Tenant) => `Hi {{1}}, news of ${t.word}`;

async function templateOf(t: Tenant) {
  const { sender_id } = await whatsappOf(t);
  const text = { name: templateName(t), category: 'UTILITY' as const, body_text: bodyOf(t) };
  return await t.call('messaging.whatsappTemplates.create', { sender_id, ...text, body_variables: ['first_name'] });
}

/** A template that Meta has approved; handing it over takes the engine, so the row is changed directly. */
async function approvedOf(t: Tenant) {
  const template = await templateOf(t);
  await t.asSystem('an approved template for a test', (db) =>
    run(
      db,
      sql`update messaging_whatsapp_templates set status = 'approved', provider_id = ${digits()} where workspace_id = ${t.workspaceId} and id = ${template.id}`,
    ),
  );
  return template;
}

async function signedNotice(t: Tenant, notice: object, by: Tenant = t): Promise<RawCall> {
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [notice] });
  const { app_secret } = await whatsappOf(by);
  const signature = createHmac('sha256', app_secret).update(body).digest('hex');
  return { headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }, body };
}

async function stopFrom(t: Tenant, from: string) {
  const { phone_number_id, business_account_id } = await whatsappOf(t);
  const text = { id: `wamid.${newId()}`, from: from.slice(1), timestamp: String(Math.floor(Date.now() / 1000)) };
  const messages = [{ ...text, type: 'text', text: { body: 'STOP' } }];
  const value = { messaging_product: 'whatsapp', metadata: { phone_number_id }, messages };
  return { id: business_account_id, changes: [{ field: 'messages', value }] };
}

/** Numbers at Meta, their templates and messages. */
export const whatsappFixtures = {
  'messaging.whatsappTemplates.list': {
    kind: 'collection',
    given: async (a) => {
      const { id, name } = await templateOf(a);
      return { input: { include_total: true, limit: 500 }, marks: [id, name] };
    },
  },
  'messaging.whatsappTemplates.get': {
    kind: 'record',
    given: async (a) => {
      const { id, name } = await templateOf(a);
      return { input: { template_id: id }, marks: [id, name] };
    },
  },
  'messaging.whatsappTemplates.create': {
    kind: 'create',
    given: async (by) => {
      const { sender_id } = await whatsappOf(by);
      return { input: { sender_id, name: templateName(by), category: 'UTILITY', body_text: `News of ${by.word}` } };
    },
    trespasses: async (a) => [
      {
        what: 'a sender of others',
        input: {
          ...{ sender_id: (await whatsappOf(a)).sender_id, name: templateName(a), category: 'UTILITY' },
          body_text: 'News',
        },
        code: 'not_configured',
      },
    ],
  },
  'messaging.whatsappMessages.check': {
    kind: 'record',
    given: async (a) => {
      const { sender_id } = await whatsappOf(a);
      const { id, phone_e164 } = await contactOf(a);
      return { input: { sender_id, phone_e164 }, marks: [id] };
    },
  },
  'messaging.whatsappMessages.send': {
    kind: 'create',
    given: async (by) => {
      const { sender_id } = await whatsappOf(by);
      const { name } = await approvedOf(by);
      const { id } = await contactOf(by);
      const template = { message_type: 'template', template_name: name, template_variables: { first_name: by.word } };
      return { input: { sender_id, contact_id: id, ...template } };
    },
    trespasses: async (a, b) => {
      const { sender_id } = await whatsappOf(b);
      const { name } = await approvedOf(b);
      const contact = await contactOf(a);
      const template = { message_type: 'template', template_name: name, template_variables: { first_name: 'x' } };
      return [
        {
          what: 'a contact of others',
          input: { sender_id, contact_id: contact.id, ...template },
          code: 'not_found',
        },
        {
          what: 'a contact of others by its integer',
          input: { sender_id, contact_number: contact.number, ...template },
          code: 'not_found',
        },
        {
          what: 'a template of others',
          input: {
            ...{ sender_id, contact_id: (await contactOf(b)).id, message_type: 'template' },
            template_name: (await approvedOf(a)).name,
          },
          code: 'unprocessable',
        },
      ];
    },
  },
  'hooks.whatsapp.verify': {
    kind: 'unowned',
    reason: 'finds a sender by its verify token alone, and answers what it was asked with',
  },
  'hooks.whatsapp.receive': {
    kind: 'hook',
    given: async (a, b) => {
      const from = (await contactOf(a)).phone_e164;
      return {
        own: await signedNotice(a, await stopFrom(a, from)),
        forged: await signedNotice(a, await stopFrom(a, from), b),
        // From a person who is also A's: it is B's number they wrote to.
        crossed: await signedNotice(b, await stopFrom(b, from)),
      };
    },
  },
} satisfies Partial<Record<OperationName, Fixture>>;
