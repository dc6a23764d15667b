import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCarrier } from '../carrier.ts';
import { defaultAccount, parseOptions } from '../options.ts';

/** One webhook call as its receiver saw it. */
export interface SeenCallback {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly form: Record<string, string>;
  readonly atMs: number;
}

/** A row of the ledger or a message of the API, whichever was asked for. */
export interface AnswerMessage {
  readonly sid: string;
  readonly to: string;
  readonly to_number: string;
  readonly body: string;
}

/** Fields of the simulator's answers. */
export interface Answer extends AnswerMessage {
  readonly id: number;
  readonly code: number;
  readonly status: string;
  readonly date_created: string;
  readonly webhook: boolean;
  readonly messages: readonly AnswerMessage[];
  readonly next_page_uri: string | null;
  readonly next_after_seq: number | null;
  readonly by_status: Readonly<Record<string, number>>;
  readonly refusals: Readonly<Record<string, number>>;
  readonly callbacks: Readonly<Record<string, number>>;
}

/** A receiver of webhooks that answers as it is told. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly seen: SeenCallback[];
  /** Statuses of the next answers; 200 when none is left. */
  readonly answers: number[];
  /** Body of every answer. */
  body: string;
  /** Resolves with what was seen once it is enough. */
  readonly until: (isEnough: (seen: readonly SeenCallback[]) => boolean) => Promise<readonly SeenCallback[]>;
}

/** A folder that goes away with its scope. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'carrier-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** A simulator on a folder, quick unless flags say otherwise, and its client. */
export async function startTestCarrier(folder: string, flags: readonly string[] = []) {
  const quick = ['--sent-after-ms', '5', '--delivered-after-ms', '20'];
  const carrier = await startCarrier(parseOptions(['--data', folder, ...quick, ...flags]));
  return { ...carrierClient(carrier.url), [Symbol.asyncDispose]: () => carrier[Symbol.asyncDispose]() };
}

/** Calls a simulator as a customer and as its operator. */
export function carrierClient(url: string) {
  const [accountSid, token] = defaultAccount;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${token}`).toString('base64')}`;
  const messages = `${url}/2010-04-01/Accounts/${accountSid}/Messages`;
  // Every answer is one of the simulator's own; a test reads only the fields that its call answers with.
  const json = (response: Response) => response.json() as Promise<Answer>;
  return {
    url,
    accountSid,
    token,
    authorization,
    create: async (fields: Record<string, string>, signal?: AbortSignal) => {
      const all = { To: '+14155550100', From: '+14155550001', Body: 'Hello', ...fields };
      const filled = Object.entries(all).filter(([, value]) => value !== '');
      const init = {
        method: 'POST',
        headers: { authorization },
        body: new URLSearchParams(filled),
        signal: signal ?? null,
      };
      const response = await fetch(`${messages}.json`, init);
      return { status: response.status, headers: response.headers, body: await json(response) };
    },
    get: async (path: string) => {
      const response = await fetch(path.startsWith('/2010-04-01/') ? url + path : `${messages}${path}`, {
        headers: { authorization },
      });
      return { status: response.status, body: await json(response) };
    },
    admin: async (method: string, path: string, body?: object) => {
      const headers = body === undefined ? {} : { 'content-type': 'application/json' };
      const response = await fetch(`${url}/simulator${path}`, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
      });
      if (response.status === 204) return { status: 204, body: emptyAnswer };
      return { status: response.status, body: await json(response) };
    },
  };
}

// No test reads the body of an answer without one.
const emptyAnswer = {} as Answer;

/** A receiver on a free port. */
export async function startReceiver(): Promise<Receiver> {
  const seen: SeenCallback[] = [];
  const answers: number[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const form = Object.fromEntries(new URLSearchParams(text));
      seen.push({ url: request.url ?? '', headers: request.headers, form, atMs: performance.now() });
      response.writeHead(answers.shift() ?? 200).end(receiver.body);
      for (const check of waiting) check();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is never a pipe's name.
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}`,
    seen,
    answers,
    body: '',
    until: (isEnough) =>
      new Promise((resolve) => {
        const check = () => {
          if (!isEnough(seen)) return;
          waiting.delete(check);
          resolve([...seen]);
        };
        waiting.add(check);
        check();
      }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
