import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import type { Operation, TRPCClient, TRPCLink } from '@trpc/client';
import type { AppRouter } from './generated/router.ts';
import { FetchEventSource } from './trpc-event-source.ts';

export type { AppRouter, TrpcErrorShape } from './generated/router.ts';

/** Where the server is and who is calling. */
export interface MarqueeTrpcOptions {
  /** Origin of the server; `http://localhost:4000` when omitted. */
  readonly baseUrl?: string;
  /** An API key, `mq_live_…`. */
  readonly apiKey?: string;
  /** Instead of a key: an access token, asked for before every request. */
  readonly token?: () => string | Promise<string>;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
  /** Queries that may travel in one request, 1 to 50; 20 when omitted. */
  readonly batchSizeMax?: number;
}

/** What a call may say in its `context`: `api.messaging.campaigns.create.mutate(input, { context })`. */
export interface MarqueeCallContext {
  /** Names a mutation over its repeats; made for each one when omitted. */
  readonly idempotencyKey?: string;
}

/**
 * A ready tRPC client. Queries made in one tick travel together, each mutation travels alone with its own Idempotency-Key, and
 * subscriptions use fetch with the same credentials, connect again and go on where they broke.
 */
export function createMarqueeTrpc(options: MarqueeTrpcOptions): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({ links: marqueeLinks(options) });
}

/** The links of that client, for clients with further links: a logger, a retry, a query library. */
export function marqueeLinks(options: MarqueeTrpcOptions): TRPCLink<AppRouter>[] {
  const { baseUrl = 'http://localhost:4000', batchSizeMax = 20 } = options;
  const send: typeof fetch = options.fetch ?? ((...request) => fetch(...request));
  const url = `${baseUrl.replace(/\/+$/, '')}/trpc`;
  const headers = () => headersOf(options);
  // tRPC describes what it passes to fetch with types of its own, which say less than the platform's.
  const http = { url, fetch: (input: Parameters<typeof fetch>[0], init?: object) => send(input, init) };
  return [
    keyEachMutation,
    splitLink<AppRouter>({
      condition: ({ type }) => type === 'subscription',
      true: httpSubscriptionLink<AppRouter, typeof FetchEventSource>({
        url,
        EventSource: FetchEventSource,
        eventSourceOptions: { fetch: send, headers },
      }),
      false: splitLink<AppRouter>({
        condition: ({ type }) => type === 'mutation',
        true: httpLink<AppRouter>({
          ...http,
          headers: async ({ op }) => ({ ...(await headers()), ...keyOf(op) }),
        }),
        // By POST, so that neither the length of a URL nor its place in logs is a question.
        false: httpBatchLink<AppRouter>({ ...http, headers, maxItems: batchSizeMax, methodOverride: 'POST' }),
      }),
    }),
  ];
}

async function headersOf({ apiKey, token, headers }: MarqueeTrpcOptions): Promise<Record<string, string>> {
  const credential = apiKey ?? (await token?.());
  return { ...headers, ...(credential === undefined ? {} : { authorization: `Bearer ${credential}` }) };
}

/** Gives each mutation its key before any link below can repeat it. */
const keyEachMutation: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    next(op.type === 'mutation' ? { ...op, context: { idempotencyKey: newKey(), ...op.context } } : op);

function keyOf({ context }: Operation): Record<string, string> {
  const key = context['idempotencyKey'];
  return typeof key === 'string' ? { 'idempotency-key': key } : {};
}

// Not crypto.randomUUID: browsers offer it on secure pages only.
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
