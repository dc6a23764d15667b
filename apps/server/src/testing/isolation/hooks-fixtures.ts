import type { OperationName } from '../operation-names.ts';
import { messageTo, reportOf, signed, signedWithQuery } from './callbacks.ts';
import { messageOf } from './campaigns-fixtures.ts';
import type { Fixture } from './fixture.ts';

/** What carriers call back. */
export const hooksFixtures = {
  'hooks.twilio.inbound': {
    kind: 'hook',
    given: async (a, b) => {
      const stop = messageTo(a, 'STOP');
      return {
        own: signed(a, 'inbound', stop),
        forged: signed(b, 'inbound', stop),
        // From a person who is also A's: it is B's number they wrote to.
        crossed: signed(b, 'inbound', { ...messageTo(b, 'STOP'), From: `${stop['From']}` }),
      };
    },
  },
  'hooks.twilio.status': {
    kind: 'hook',
    given: async (a, b) => {
      const { id, sid } = await messageOf(a);
      const params = { message_id: id };
      return {
        own: signedWithQuery(a, 'status', { params, fields: reportOf(a, sid) }),
        forged: signedWithQuery(b, 'status', { params, fields: reportOf(a, sid) }),
        crossed: signedWithQuery(b, 'status', { params, fields: reportOf(b, sid) }),
      };
    },
  },
} satisfies Partial<Record<OperationName, Fixture>>;
