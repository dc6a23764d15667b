import { z } from 'zod';
import { streamOperation } from '../operation.ts';
import { EventNamePrefix, EventSequence, LoggedEvent } from './log.contract.ts';

const streamParams = z.object({
  after: EventSequence.optional().describe('Begin after this `sequence`; without it, with what happens from here on'),
  name_prefix: EventNamePrefix.optional(),
});

/** Events as they happen. Both streams resume from a sequence without a gap or a repeat. */
export const stream = {
  sse: streamOperation({
    frames: 'sse',
    rest: 'GET /events/stream',
    summary: 'Follow events as server-sent events',
    description:
      'One message an event: `id` is its sequence, `event` its name, `data` the whole event as JSON. Reconnect with `Last-Event-ID` (browsers do) to go on where the stream broke. A comment is sent every 15 seconds. When the credential ends or its rights change, the last message is `event: problem` with the problem as `data`.',
    scope: 'events:read',
    limit: 'default',
    errors: ['validation_failed'],
    params: streamParams,
    produces: ['text/event-stream'],
    output: LoggedEvent,
    since: '0.1.0',
  }),
  websocket: streamOperation({
    frames: 'websocket',
    rest: 'GET /events/ws',
    aliases: ['/ws/updates'],
    summary: 'Follow events over a WebSocket',
    description:
      'One text message an event: the event as JSON, with `type` `event` beside its fields. Reconnect with `after` to go on where the socket broke. When the credential ends or its rights change, the last message is `{"type":"problem","problem":…}` and the close code 4000 + its status: after 4401 sign in again, after 4503 connect again.',
    scope: 'events:read',
    limit: 'default',
    params: streamParams,
    produces: ['application/json'],
    output: LoggedEvent,
    documented: ['social WS /api/v1/ws/updates'],
    since: '0.1.0',
  }),
};
