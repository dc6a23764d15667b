import { marqueeLinks } from '@marquee/sdk/trpc';
import type { MarqueeTrpcOptions } from '@marquee/sdk/trpc';
import { createTRPCUntypedClient } from '@trpc/client';
import type { TRPCUntypedClient } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import type { Platform } from '../platform/platform.tsx';
import type { Session } from './session.ts';
import type { InputOf, MutationName, OutputOf, QueryName } from './operations.ts';

/** How the console calls the server: every operation by its one name, typed by the contract. */
export interface Api {
  query<Name extends QueryName>(name: Name, input: InputOf<Name>, signal?: AbortSignal): Promise<OutputOf<Name>>;
  mutate<Name extends MutationName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>>;
}

type Links = Parameters<typeof createTRPCUntypedClient<AnyRouter>>[0]['links'];

/** Calls as whoever is signed in. */
export function apiOf(session: Pick<Session, 'token'>, { serverUrl, sessionFetch }: ApiPlatform): Api {
  return apiOver({ baseUrl: serverUrl, token: session.token, fetch: sessionFetch });
}

/** Calls as nobody: signing in, and what comes before it. */
export function anonymousApi({ serverUrl, sessionFetch }: ApiPlatform): Api {
  return apiOver({ baseUrl: serverUrl, fetch: sessionFetch });
}

type ApiPlatform = Pick<Platform, 'serverUrl' | 'sessionFetch'>;

function apiOver(options: MarqueeTrpcOptions): Api {
  // The SDK's links are typed by its own copy of the router; what passes through them is the same.
  const client: TRPCUntypedClient<AnyRouter> = createTRPCUntypedClient({
    links: marqueeLinks(options) as Links,
  });
  return {
    // The client answers what the contract says that the operation of this name answers.
    query: (name, input, signal) => client.query(name, input, signal === undefined ? {} : { signal }) as never,
    mutate: (name, input) => client.mutation(name, input) as never,
  };
}
