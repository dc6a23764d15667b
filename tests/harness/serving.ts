import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMarqueeTrpc } from '@marquee/sdk/trpc';
import { freePort } from '@marquee/server/testing';
import { whileRunning } from './program.ts';
import { startServerProcess, urlOf } from './server.ts';
import { until } from './until.ts';

/** A server without engine and worker: it answers, and jobs wait. */
export interface Serving extends AsyncDisposable {
  readonly baseUrl: string;
  /** Of the owner of a fresh workspace, with every scope. */
  readonly apiKey: string;
}

/** Starts a server on an empty database, registers at it and makes an API key. */
export async function startServing(env: Readonly<Record<string, string>> = {}): Promise<Serving> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'marquee-serving-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const port = await freePort();
  const baseUrl = urlOf(port);
  const dataDir = join(folder, 'data');
  const server = stack.use(startServerProcess({ verb: 'serve', port, dataDir, env: { MARQUEE_DEMO: '0', ...env } }));
  await until(
    'the server takes requests',
    () => whileRunning(server, async () => (await fetch(`${baseUrl}/health/ready`)).status),
    (status) => status === 200,
  );
  const apiKey = await newApiKey(baseUrl);
  const owned = stack.move();
  return { baseUrl, apiKey, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function newApiKey(baseUrl: string): Promise<string> {
  const account = { email: 'ann@example.com', password: 'correct horse battery staple', full_name: 'Ann Example' };
  const registered = await createMarqueeTrpc({ baseUrl }).auth.register.mutate({ ...account, workspace_name: 'Ann' });
  const owner = createMarqueeTrpc({ baseUrl, token: () => registered.access_token });
  const { scopes } = await owner.auth.me.query({});
  return (await owner.workspace.apiKeys.create.mutate({ name: 'Tests', scopes })).key;
}
