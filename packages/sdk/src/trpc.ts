import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import type { Operation, TRPCClient, TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { FetchEventSource } from './events/trpc-event-source.ts';
import type { AppRouter } from './generated/router.ts';
import type { ClientOptions } from './http/client-options.ts';
import { credentialsOf } from './http/credentials.ts';
import type { Credentials } from './http/credentials.ts';
import { newKey } from './http/request-parts.ts';
import { apiVersion } from './http/version.ts';

export type { AppRouter, TrpcErrorShape } from './generated/router.ts';

/** Where the server is and who is calling. */
export interface MarqueeTrpcOptions extends Pick<ClientOptions, 'apiKey' | 'baseUrl' | 'fetch' | 'headers' | 'token'> {
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
  const credentials = credentialsOf(options.apiKey, options.token);
  const own = { ...options.headers, 'marquee-version': apiVersion };
  const url = `${baseUrl.replace(/\/+$/, '')}/trpc`;
  const headersFor = async (ops: readonly Operation[]) => ({ ...own, ...bearerOf(await credentials.current(), ops) });
  // tRPC describes what it passes to fetch with types of its own, which say less than the platform's.
  const http = { url, fetch: (input: Parameters<typeof fetch>[0], init?: object) => send(input, init) };
  return [
    keyEachMutation,
    splitLink<AppRouter>({
      condition: ({ type }) => type === 'subscription',
      true: httpSubscriptionLink<AppRouter, typeof FetchEventSource>({
        url,
        EventSource: FetchEventSource,
        eventSourceOptions: { fetch: send, credentials, headers: own },
      }),
      false: [
        renewCredentials(credentials),
        splitLink<AppRouter>({
          condition: ({ type }) => type === 'mutation',
          true: httpLink<AppRouter>({
            ...http,
            headers: async ({ op }) => ({ ...(await headersFor([op])), ...keyOf(op) }),
          }),
          // By POST, so that neither the length of a URL nor its place in logs is a question.
          false: httpBatchLink<AppRouter>({
            ...http,
            headers: ({ opList }) => headersFor(opList),
            maxItems: batchSizeMax,
            methodOverride: 'POST',
          }),
        }),
      ],
    }),
  ];
}

/** The credential as a header; each operation notes what it was sent with, for the case that it is refused. */
function bearerOf(credential: string | undefined, ops: readonly Operation[]): Record<string, string> {
  for (const { context } of ops) context[sentWith] = credential;
  return credential === undefined ? {} : { authorization: `Bearer ${credential}` };
}

const sentWith = 'marqueeCredential';

/** Sends a call again, once, when its token was over and there is a fresh one. */
function renewCredentials(credentials: Credentials): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        let running: { readonly unsubscribe: () => void } | undefined;
        let isStopped = false;
        const send = (isLast: boolean) => {
          const context = { ...op.context };
          running = next({ ...op, context }).subscribe({
            next: (value) => observer.next(value),
            complete: () => observer.complete(),
            error: (error) => {
              if (isLast || error.data?.httpStatus !== 401) return observer.error(error);
              const sent = context[sentWith];
              const renewed = credentials.renew(typeof sent === 'string' ? sent : undefined).catch(() => false);
              void renewed.then((isRenewed) => (isRenewed && !isStopped ? send(true) : observer.error(error)));
            },
          });
        };
        send(false);
        return () => {
          isStopped = true;
          running?.unsubscribe();
        };
      });
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
