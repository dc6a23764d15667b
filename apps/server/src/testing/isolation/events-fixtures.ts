import type { OperationName } from '../operation-names.ts';
import { contactOf } from './contacts-fixtures.ts';
import type { Fixture, StreamFixture } from './fixture.ts';

const stream: StreamFixture = {
  kind: 'stream',
  given: async (a, b) => {
    const [ofA, ofB] = [(await contactOf(a)).id, (await contactOf(b)).id];
    await a.publish();
    return { input: { params: { after: 0 } }, ofA, ofB };
  },
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
  'events.stream.sse': stream,
  'events.stream.websocket': stream,
} satisfies Partial<Record<OperationName, Fixture>>;
