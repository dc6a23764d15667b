import type { OperationName } from '../operation-names.ts';
import { contactOf } from './contacts-fixtures.ts';
import type { Fixture, RecordFixture, StreamFixture } from './fixture.ts';
import type { Tenant } from './tenant.ts';

const stream: StreamFixture = {
  kind: 'stream',
  given: async (a, b) => {
    const [ofA, ofB] = [(await contactOf(a)).id, (await contactOf(b)).id];
    await a.publish();
    return { input: { params: { after: 0 } }, ofA, ofB };
  },
};

const url = 'https://hooks.example.com/marquee';
const webhookOf = async (t: Tenant) => (await t.call('events.webhooks.create', { url })).id;
const ofWebhook = (more: object = {}): RecordFixture => ({
  kind: 'record',
  given: async (a) => {
    const webhook_id = await webhookOf(a);
    return { input: { webhook_id, ...more }, marks: 'after' in more ? [] : [webhook_id] };
  },
});

const deliveryOf = async (t: Tenant) => {
  const webhook_id = await webhookOf(t);
  return { webhook_id, delivery_id: (await t.call('events.webhooks.test', { webhook_id })).id };
};

/** What happened, and what happens. */
export const eventsFixtures = {
  'events.log.list': {
    kind: 'collection',
    given: async (a, b) => {
      const { id } = await contactOf(a);
      await contactOf(b);
      await a.publish();
      return { input: { after: 0, limit: 500 }, marks: [id] };
    },
  },
  'events.webhooks.list': {
    kind: 'collection',
    given: async (a, b) => {
      const marks = [await webhookOf(a)];
      await webhookOf(b);
      return { input: {}, marks };
    },
  },
  'events.webhooks.create': {
    kind: 'create',
    given: async (by) => ({ input: { url, description: by.newName() }, marks: [by.word] }),
  },
  'events.webhooks.update': ofWebhook({ status: 'paused' }),
  'events.webhooks.delete': ofWebhook(),
  'events.webhooks.rotate': ofWebhook(),
  'events.webhooks.test': ofWebhook(),
  'events.webhooks.replayRange': ofWebhook({ after: 0, until: 100 }),
  'events.webhooks.deliveries': {
    kind: 'record',
    given: async (a) => {
      const { webhook_id, delivery_id } = await deliveryOf(a);
      return { input: { webhook_id }, marks: [delivery_id] };
    },
  },
  'events.webhooks.replay': {
    kind: 'record',
    given: async (a) => {
      const input = await deliveryOf(a);
      return { input, marks: [input.delivery_id] };
    },
    trespasses: async (a, b) => [
      {
        what: 'a delivery of others by a webhook of its own',
        input: { ...(await deliveryOf(a)), webhook_id: await webhookOf(b) },
        code: 'not_found',
      },
    ],
  },
  'events.stream.sse': stream,
  'events.stream.websocket': stream,
} satisfies Partial<Record<OperationName, Fixture>>;
