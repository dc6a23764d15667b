import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMarqueeTrpc } from '@marquee/sdk/trpc';
import { freePort } from '@marquee/server/testing';
import { whileRunning } from './program.ts';
import { startServerProcess, untilHealthy, urlOf } from './server.ts';
import { until } from './until.ts';

/** A server with somebody signed up at it. */
export interface Serving extends AsyncDisposable {
  readonly baseUrl: string;
  /** Where the server keeps what it has. */
  readonly dataDir: string;
  /** Of the owner of a fresh workspace, with every scope. */
  readonly apiKey: string;
  /** Kills the server's process: nobody answers until it is started again. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port and data, and waits until it takes requests. */
  readonly startAgain: () => Promise<void>;
}

/** Who signs up. */
export const owner = { email: 'ann@example.com', password: 'correct horse battery staple' };

/**
 * Starts a server on an empty database, registers at it and makes an API key.
 *
 * @param verb `serve` has no engine and no worker: it answers, and jobs wait; `start` has all
 */
export async function startServing(
  env: Readonly<Record<string, string>> = {},
  verb: 'serve' | 'start' = 'serve',
): Promise<Serving> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'marquee-serving-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const port = await freePort();
  const baseUrl = urlOf(port);
  const dataDir = join(folder, 'data');
  const start = () => startServerProcess({ verb, port, dataDir, env: { MARQUEE_DEMO: '0', ...env } });
  const untilReady = () =>
    until(
      'the server takes requests',
      () => whileRunning(server, async () => (await fetch(`${baseUrl}/health/ready`)).status),
      (status) => status === 200,
    );
  let server = start();
  stack.defer(() => server[Symbol.asyncDispose]());
  if (verb === 'start') {
    // Asked to end, it ends its engine, too.
    stack.defer(async () => void (await server.end('SIGTERM')));
    await untilHealthy(server, port);
  }
  await untilReady();
  const apiKey = await newApiKey(baseUrl);
  const owned = stack.move();
  return {
    ...{ baseUrl, dataDir, apiKey },
    kill: async () => void (await server.end('SIGKILL')),
    async startAgain() {
      server = start();
      await untilReady();
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function newApiKey(baseUrl: string): Promise<string> {
  const registered = await createMarqueeTrpc({ baseUrl }).auth.register.mutate({
    ...owner,
    full_name: 'Ann Example',
    workspace_name: 'Ann',
  });
  const api = createMarqueeTrpc({ baseUrl, token: () => registered.access_token });
  const { scopes } = await api.auth.me.query({});
  return (await api.workspace.apiKeys.create.mutate({ name: 'Tests', scopes })).key;
}
