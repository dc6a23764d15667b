import { sql } from 'drizzle-orm';
import { run } from '../../database/sql.ts';
import { newId } from '../../lib/ids.ts';
import type { OperationName } from '../operation-names.ts';
import { inboundOf } from './callbacks.ts';
import { anotherSender, contactOf } from './contacts-fixtures.ts';
import type { Fixture, Trespass } from './fixture.ts';
import type { Tenant } from './tenant.ts';

const fieldsOf = (t: Tenant) => ({
  name: t.newName(),
  template_id: t.templateId,
  segment_id: t.segmentId,
  sender_id: t.sender.sender_id,
});
const draftOf = (t: Tenant) => t.call('messaging.campaigns.create', fieldsOf(t));

async function runningOf(t: Tenant): Promise<string> {
  const { id } = await draftOf(t);
  await t.call('messaging.campaigns.trigger', { campaign_id: id });
  return id;
}

async function pausedOf(t: Tenant): Promise<string> {
  const id = await runningOf(t);
  await t.call('messaging.campaigns.pause', { campaign_id: id });
  return id;
}

/** A message of a campaign; sending takes the engine, so the row is made directly. */
export async function messageOf(t: Tenant) {
  const message = {
    id: newId(),
    campaignId: await runningOf(t),
    phone: t.newPhone(),
    sid: `SM${newId().replaceAll('-', '')}`,
  };
  const contact = await contactOf(t);
  await t.asSystem('a message for a test', (db) =>
    run(
      db,
      sql`insert into messaging_messages (workspace_id, id, campaign_id, run, position, contact_id, phone_e164, sender_id, status, provider_sid,
            body, parts, encoding, created_at, sent_at, updated_at)
          values (${t.workspaceId}, ${message.id}, ${message.campaignId}, 1, 0, ${contact.id}, ${message.phone}, ${t.sender.sender_id}, 'sent',
            ${message.sid}, ${`Hello ${t.word}`}, 1, 'GSM-7', now(), now(), now())`,
    ),
  );
  return message;
}

const byId = (id: string) => ({ input: { campaign_id: id }, marks: [id] });

/** Counts show no ids, so A's one message failed with a code, and in an hour, that nobody else's did. */
function numbersOf(show: 'code' | 'hour'): Fixture {
  return {
    kind: 'collection',
    given: async (a) => {
      const { id } = await messageOf(a);
      const code = 100_000_000 + Math.floor(Math.random() * 100_000_000);
      const hour = new Date(Math.floor(Date.now() / 3_600_000 - 5) * 3_600_000).toISOString();
      await a.asSystem('a failed message for a test', (db) =>
        run(
          db,
          sql`update messaging_messages set status = 'failed', error_code = ${code}, sent_at = ${hour} where workspace_id = ${a.workspaceId} and id = ${id}`,
        ),
      );
      return { input: {}, marks: [show === 'code' ? `error_${code}` : hour] };
    },
  };
}

/** What a campaign of B's own may not be made of. */
async function borrowed(a: Tenant, ofB: object): Promise<readonly Trespass[]> {
  const { sender_id } = await anotherSender(a);
  return [
    { what: 'a segment of others', input: { ...ofB, segment_id: a.segmentId }, code: 'unprocessable' },
    { what: 'a template of others', input: { ...ofB, template_id: a.templateId }, code: 'unprocessable' },
    { what: 'a sender of others', input: { ...ofB, sender_id }, code: 'unprocessable' },
  ];
}

/** Campaigns and their messages, and what comes in. */
export const campaignsFixtures = {
  'messaging.campaigns.list': {
    kind: 'collection',
    given: async (a) => {
      const { id, name } = await draftOf(a);
      return { input: { include_total: true }, marks: [id, name] };
    },
  },
  'messaging.campaigns.create': {
    kind: 'create',
    given: async (by) => ({ input: fieldsOf(by), marks: [by.segmentId, by.templateId] }),
    trespasses: async (a, b) => await borrowed(a, fieldsOf(b)),
  },
  'messaging.campaigns.get': { kind: 'record', given: async (a) => byId((await draftOf(a)).id) },
  'messaging.campaigns.update': {
    kind: 'record',
    given: async (a) => {
      const { id } = await draftOf(a);
      return { input: { campaign_id: id, name: a.newName(), rate_limit_per_second: 5 }, marks: [id] };
    },
    trespasses: async (a, b) => await borrowed(a, { campaign_id: (await draftOf(b)).id }),
  },
  'messaging.campaigns.delete': {
    kind: 'record',
    given: async (a) => ({ input: { campaign_id: (await draftOf(a)).id } }),
  },
  'messaging.campaigns.trigger': { kind: 'record', given: async (a) => byId((await draftOf(a)).id) },
  'messaging.campaigns.preview': {
    kind: 'record',
    given: async (a) => {
      const { id } = await draftOf(a);
      return { input: { campaign_id: id }, marks: [id, `Hello ${a.word}`] };
    },
  },
  'messaging.campaigns.pause': { kind: 'record', given: async (a) => byId(await runningOf(a)) },
  'messaging.campaigns.resume': { kind: 'record', given: async (a) => byId(await pausedOf(a)) },
  'messaging.campaigns.cancel': { kind: 'record', given: async (a) => byId(await runningOf(a)) },
  'messaging.campaigns.summary': { kind: 'record', given: async (a) => byId((await messageOf(a)).campaignId) },

  'messaging.messages.list': {
    kind: 'collection',
    given: async (a) => {
      const { id, campaignId, phone } = await messageOf(a);
      return { input: { campaign_id: campaignId, include_summary: true }, marks: [id, phone] };
    },
  },
  'messaging.messages.get': {
    kind: 'record',
    given: async (a) => {
      const { id, phone } = await messageOf(a);
      return { input: { message_id: id }, marks: [id, phone] };
    },
  },
  'messaging.inbound.list': {
    kind: 'collection',
    given: async (a) => {
      const { sid, from } = await inboundOf(a);
      return { input: {}, marks: [sid, from] };
    },
  },
  'messaging.monitoring.dashboard': numbersOf('code'),
  'messaging.monitoring.timeline': numbersOf('hour'),
  'messaging.monitoring.errors': numbersOf('code'),
} satisfies Partial<Record<OperationName, Fixture>>;
