import type { stream } from '@marquee/api/events/stream.contract';
import { ApiError } from '@marquee/api/errors';
import type { Caller, Implements } from '../kernel/context.ts';
import { withHeartbeat } from '../lib/heartbeat.ts';
import type { EventFeed, FeedEvent } from './feed.ts';

/** What the streams are made of. */
export interface StreamDeps {
  readonly feed: EventFeed;
  readonly heartbeatMs?: number;
}

/**
 * The live streams. Each chunk of the WebSocket's body is one text message; the transport sends it as such. Its pings are the
 * transport's, too.
 */
export function streamService({ feed, heartbeatMs = 15_000 }: StreamDeps): Implements<typeof stream> {
  return {
    async sse({ params, headers, signal }, ctx) {
      const lastSeen = lastEventId(headers['last-event-id']);
      if (lastSeen === 'invalid')
        return ctx.fail('validation_failed', 'Last-Event-ID must be the `id` of an event of this stream');
      const reader = subscriber(ctx.caller);
      const afterSequence = await feed.beginning(reader.workspaceId, lastSeen ?? params.after);
      const request = { ...reader, afterSequence, namePrefix: params.name_prefix };
      const open = (left: AbortSignal) => feed.subscribe({ ...request, signal: AbortSignal.any([signal, left]) });
      return {
        status: 200,
        headers: {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-store',
          // nginx would otherwise hold events back until its buffer is full.
          'x-accel-buffering': 'no',
        },
        body: messages(withHeartbeat(open, heartbeatMs), afterSequence),
      };
    },

    async websocket({ params, signal }, ctx) {
      const request = {
        ...subscriber(ctx.caller),
        afterSequence: params.after,
        namePrefix: params.name_prefix,
        signal,
      };
      return { status: 200, headers: { 'content-type': 'application/json' }, body: texts(feed.subscribe(request)) };
    },
  };
}

function subscriber({ workspaceId, scopes }: Caller) {
  if (workspaceId === null) throw new ApiError('unauthenticated', 'Sign in to follow events');
  return { workspaceId, scopes };
}

function lastEventId(header: string | undefined): number | undefined | 'invalid' {
  if (header === undefined || header === '') return undefined;
  return /^\d{1,15}$/.test(header) ? Number(header) : 'invalid';
}

// The id comes before any event: who is cut off before the first goes on from where this stream began.
async function* messages(events: AsyncIterable<FeedEvent | null>, begunAt: number): AsyncGenerator<string> {
  yield `retry: 2000\nid: ${begunAt}\n\n`;
  for await (const event of events) {
    yield event === null
      ? ': still here\n\n'
      : `id: ${event.sequence}\nevent: ${event.name}\ndata: ${JSON.stringify(event)}\n\n`;
  }
}

async function* texts(events: AsyncIterable<FeedEvent>): AsyncGenerator<string> {
  for await (const event of events) yield JSON.stringify({ type: 'event', ...event });
}
