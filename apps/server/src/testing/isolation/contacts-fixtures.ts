import type { OperationName } from '../operation-names.ts';
import type { Fixture } from './fixture.ts';
import { senderOf, type Tenant } from './tenant.ts';

/** A contact in the workspace's segment. */
export async function contactOf(t: Tenant) {
  return await t.call('messaging.contacts.create', {
    phone_e164: t.newPhone(),
    consent_state: 'OPT_IN',
    attributes: { city: t.word },
  });
}

/** A sender besides the workspace's first, by a name that no other workspace has. */
export async function anotherSender(t: Tenant) {
  return await t.call('messaging.senders.put', {
    ...senderOf(t.word),
    sender_id: t.newName().replace(' ', '-'),
    phone_e164: t.newPhone(),
  });
}

const filterOf = (t: Tenant) => ({ attribute: 'city', operator: 'equals', value: t.word }) as const;
const segmentOf = (t: Tenant) =>
  t.call('messaging.segments.create', { name: t.newName(), filter_criteria: filterOf(t) });
const templateOf = (t: Tenant) => t.call('messaging.templates.create', { name: t.newName(), content: 'Hello {city}' });

/** People, saved filters, texts and senders. */
export const contactsFixtures = {
  'messaging.contacts.list': {
    kind: 'collection',
    given: async (a) => {
      const { id, phone_e164 } = await contactOf(a);
      return { input: { include_total: true }, marks: [id, phone_e164] };
    },
  },
  'messaging.contacts.create': {
    kind: 'create',
    // B may have the same person among its contacts as A has: neither learns of the other.
    given: async (by, a) => ({
      input: { phone_e164: by === a ? a.newPhone() : (await contactOf(a)).phone_e164, consent_state: 'OPT_IN' },
    }),
  },
  'messaging.contacts.get': {
    kind: 'record',
    given: async (a) => {
      const { id, phone_e164 } = await contactOf(a);
      return { input: { phone_e164 }, marks: [id] };
    },
  },
  'messaging.contacts.update': {
    kind: 'record',
    given: async (a) => {
      const { id, phone_e164 } = await contactOf(a);
      return { input: { phone_e164, consent_state: 'OPT_OUT', attributes: { city: 'elsewhere' } }, marks: [id] };
    },
  },
  'messaging.contacts.delete': {
    kind: 'record',
    given: async (a) => {
      const { id, phone_e164 } = await contactOf(a);
      return { input: { phone_e164 }, marks: [id] };
    },
  },
  'messaging.contacts.consents': {
    kind: 'record',
    given: async (a) => ({ input: { phone_e164: (await contactOf(a)).phone_e164 }, marks: ['OPT_IN'] }),
  },

  'messaging.segments.list': {
    kind: 'collection',
    given: async (a) => {
      const { id, name } = await segmentOf(a);
      return { input: {}, marks: [id, name] };
    },
  },
  'messaging.segments.create': {
    kind: 'create',
    given: async (by, a) => ({
      input: { name: by === a ? a.newName() : (await segmentOf(a)).name, filter_criteria: filterOf(a) },
    }),
  },
  'messaging.segments.get': {
    kind: 'record',
    given: async (a) => {
      const { id, name } = await segmentOf(a);
      return { input: { segment_id: id }, marks: [id, name] };
    },
  },
  'messaging.segments.update': {
    kind: 'record',
    given: async (a) => {
      const { id } = await segmentOf(a);
      return { input: { segment_id: id, name: a.newName(), filter_criteria: filterOf(a) }, marks: [id] };
    },
  },
  'messaging.segments.delete': {
    kind: 'record',
    given: async (a) => {
      const { id } = await segmentOf(a);
      return { input: { segment_id: id }, marks: [id] };
    },
  },
  'messaging.segments.evaluate': {
    kind: 'record',
    given: async (a) => {
      const { id } = await segmentOf(a);
      return { input: { segment_id: id }, marks: [id, (await contactOf(a)).phone_e164] };
    },
  },
  'messaging.segments.preview': {
    kind: 'collection',
    given: async (a) => ({ input: { filter_criteria: filterOf(a) }, marks: [(await contactOf(a)).phone_e164] }),
  },

  'messaging.templates.list': {
    kind: 'collection',
    given: async (a) => {
      const { id, name } = await templateOf(a);
      return { input: {}, marks: [id, name] };
    },
  },
  'messaging.templates.create': {
    kind: 'create',
    given: async (by, a) => ({
      input: { name: by === a ? a.newName() : (await templateOf(a)).name, content: 'Hello {city}' },
    }),
  },
  'messaging.templates.get': {
    kind: 'record',
    given: async (a) => {
      const { id, name } = await templateOf(a);
      return { input: { template_id: id }, marks: [id, name] };
    },
  },
  'messaging.templates.update': {
    kind: 'record',
    given: async (a) => {
      const { id } = await templateOf(a);
      return { input: { template_id: id, content: 'Bye {city}' }, marks: [id] };
    },
  },
  'messaging.templates.delete': {
    kind: 'record',
    given: async (a) => {
      const { id } = await templateOf(a);
      return { input: { template_id: id }, marks: [id] };
    },
  },
  'messaging.templates.preview': {
    kind: 'record',
    given: async (a) => {
      const { id } = await templateOf(a);
      return { input: { template_id: id, contact_id: (await contactOf(a)).id }, marks: [`Hello ${a.word}`] };
    },
    trespasses: async (a, b) => {
      const { id, phone_e164 } = await contactOf(a);
      return [
        { what: 'a contact of others', input: { template_id: b.templateId, contact_id: id }, code: 'not_found' },
        { what: 'a number of others', input: { template_id: b.templateId, phone_e164 }, code: 'not_found' },
      ];
    },
  },

  'messaging.senders.list': {
    kind: 'collection',
    given: async (a) => {
      const { sender_id, phone_e164, account_sid } = await anotherSender(a);
      return { input: { limit: 500 }, marks: [sender_id, phone_e164, account_sid] };
    },
  },
  'messaging.senders.put': {
    kind: 'create',
    // A sender's id is the workspace's own name for it: B may have one by the same.
    given: async (by, a) => {
      const sender_id = by === a ? a.newName().replace(' ', '-') : a.sender.sender_id;
      return { input: { ...senderOf(by.word), sender_id, phone_e164: by.newPhone() }, marks: [sender_id] };
    },
    trespasses: async (a, b) => [
      {
        what: 'the number of others',
        input: { ...senderOf(b.word), sender_id: 'taken', phone_e164: a.sender.phone_e164 },
        code: 'conflict',
      },
      {
        what: 'the secret of others, by the id of their sender',
        input: {
          sender_id: (await anotherSender(a)).sender_id,
          account_sid: a.sender.account_sid,
          phone_e164: b.newPhone(),
        },
        code: 'validation_failed',
      },
    ],
  },
} satisfies Partial<Record<OperationName, Fixture>>;
