import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild, type MeasuredChild } from './child.ts';

/** A whole installation, as `npm start` runs it, in a folder of its own that goes with it. */
export interface Installation extends AsyncDisposable {
  readonly server: MeasuredChild;
  readonly url: string;
  readonly api: Api;
  readonly carrier: { readonly accountSid: string; readonly authToken: string };
  /** Who may sign in. */
  readonly demo: { readonly email: string; readonly password: string };
  /** Address of its durable engine, once that is ready. */
  engine(): Promise<string>;
}

/** Calls one server as one API key. */
export interface Api {
  readonly url: string;
  readonly key: string;
  /** @throws with the problem's text when the answer is not 2xx */
  call<T>(method: string, path: string, body?: object | FormData): Promise<T>;
}

/** Starts an installation with demo access on free ports, in a folder of its own unless one is given, and waits until it answers. */
export async function startInstallation(
  env: Readonly<Record<string, string>> = {},
  given?: string,
): Promise<Installation> {
  await using stack = new AsyncDisposableStack();
  const path = given ?? stack.use(await mkdtempDisposable(join(tmpdir(), 'marquee-bench-'))).path;
  const server = stack.use(
    startChild({
      script: new URL('../../../apps/server/src/main.ts', import.meta.url),
      args: ['start'],
      env: { PORT: '0', MARQUEE_DATA: path, MARQUEE_DEMO: '1', ...env },
    }),
  );
  const [, url = ''] = await server.line(/is up at (http\S+)/, 300_000);
  // demo.json is the server's own record of its demo access.
  const access = JSON.parse(await readFile(join(path, 'demo.json'), 'utf8')) as {
    readonly apiKey: string;
    readonly carrier: Installation['carrier'];
  } & Installation['demo'];
  const owned = stack.move();
  return {
    server,
    url,
    api: apiOf(url, access.apiKey),
    carrier: access.carrier,
    demo: { email: access.email, password: access.password },
    engine: async () => (await server.line(/engine\s+Temporal at (\S+)/, 600_000))[1] ?? '',
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** A client of one server. */
export function apiOf(url: string, key: string): Api {
  return {
    url,
    key,
    async call<T>(method: string, path: string, body?: object | FormData) {
      const isForm = body instanceof FormData;
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
        signal: AbortSignal.timeout(60_000),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
      return (text === '' ? undefined : JSON.parse(text)) as T; // the caller names the shape that the contract states
    },
  };
}

/** Asks every quarter second until `done` holds, for `withinMs` at most. */
export async function until<T>(ask: () => Promise<T>, done: (answer: T) => boolean, withinMs = 300_000): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (done(answer)) return answer;
    if (performance.now() > deadline)
      throw new Error(`still not so after ${withinMs} ms: ${JSON.stringify(answer).slice(0, 1000)}`);
    await pause(250);
  }
}

/** An import as far as the bench looks at it. */
export interface ImportRecord {
  readonly id: string;
  readonly status: string;
  readonly created: number;
  readonly errors: number;
  readonly error: string | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
}

/** Imports a CSV of contacts and waits for its end. */
export async function importContacts(api: Api, csv: Blob): Promise<ImportRecord> {
  const form = new FormData();
  form.append('evidence', 'Made for a benchmark: nobody has these numbers');
  form.append('file', csv, 'contacts.csv');
  const { id } = await api.call<ImportRecord>('POST', '/api/v1/messaging/contact-imports', form);
  const ended = await until(
    () => api.call<ImportRecord>('GET', `/api/v1/messaging/contact-imports/${id}`),
    ({ status }) => status !== 'queued' && status !== 'running',
  );
  if (ended.status !== 'completed' || ended.errors > 0) throw new Error(`the import ended as ${JSON.stringify(ended)}`);
  return ended;
}
