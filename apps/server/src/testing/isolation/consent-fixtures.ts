import type { OperationName } from '../operation-names.ts';
import { messageTo, signed } from './callbacks.ts';
import { contactOf } from './contacts-fixtures.ts';
import type { Fixture } from './fixture.ts';
import type { Tenant } from './tenant.ts';

/** A review of what a contact of the workspace wrote. */
async function reviewOf(t: Tenant) {
  const { phone_e164 } = await contactOf(t);
  const fields = { ...messageTo(t, `please stop, ${t.word}`), From: phone_e164 };
  await t.callRaw('hooks.twilio.inbound', signed(t, 'inbound', fields));
  const { items } = await t.call('messaging.optOutReviews.list', { status: 'open', limit: 1 });
  const [review] = items;
  if (review === undefined) throw new Error('the message opened no review');
  return review;
}

const suppress = (t: Tenant, phone_e164: string) =>
  t.call('messaging.suppressions.add', { phone_e164, reason: `a letter to ${t.word}` });

/** Who is not messaged, and whose answers a person has to judge. */
export const consentFixtures = {
  'messaging.suppressions.list': {
    kind: 'collection',
    given: async (a) => {
      const { phone_e164 } = await contactOf(a);
      const { id } = await suppress(a, phone_e164);
      return { input: { include_total: true, limit: 500 }, marks: [id, phone_e164] };
    },
  },
  'messaging.suppressions.add': {
    kind: 'create',
    // B may suppress a number that A has among its contacts: A's contact stays as it is.
    given: async (by, a) => ({
      input: { phone_e164: by === a ? a.newPhone() : (await contactOf(a)).phone_e164, reason: 'asked by e-mail' },
    }),
    trespasses: async (a) => [
      {
        what: 'a contact of others',
        input: { contact_id: (await contactOf(a)).id, reason: 'asked by e-mail' },
        code: 'not_found',
      },
    ],
  },
  'messaging.optOutReviews.list': {
    kind: 'collection',
    given: async (a) => {
      const { id, from_phone } = await reviewOf(a);
      return { input: { include_total: true, limit: 500 }, marks: [id, from_phone] };
    },
  },
  'messaging.optOutReviews.resolve': {
    kind: 'record',
    given: async (a) => {
      const { id } = await reviewOf(a);
      return { input: { review_id: id, decision: 'stop' }, marks: [id] };
    },
  },
} satisfies Partial<Record<OperationName, Fixture>>;
