import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { Credentials } from '../http/credentials.ts';
import { FetchEventSource } from './trpc-event-source.ts';

type Answer = (response: ServerResponse) => void;

/** A server that gives each connection the next of its answers, and the last one to all further ones. */
async function serverWith(...answers: readonly Answer[]) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answers[Math.min(requests.length, answers.length) - 1]?.(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: `http://127.0.0.1:${port}/trpc/stream`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const open: Answer = (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
const stream =
  (text: string): Answer =>
  (response) => {
    open(response);
    response.end(text);
  };
const refuse =
  (status: number, headers = {}, body: object = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };

const key: Credentials = { current: async () => 'key', renew: async () => false };

function connect(url: string, credentials = key) {
  return new FetchEventSource(url, { fetch, credentials, firstWaitMs: 1 });
}

/** Resolves with the first event of a type. */
const next = (source: FetchEventSource, type: string) =>
  new Promise<{ readonly data?: string; readonly message?: string; readonly error?: unknown }>((resolve) =>
    source.addEventListener(type, resolve),
  );

test('after a failure, a refusal to hurry and a broken stream it connects again with the last id', async () => {
  await using server = await serverWith(
    refuse(503),
    refuse(429, { 'retry-after': '0' }),
    (response) => {
      open(response);
      response.write('id: 7\ndata: one\n\n', () => response.destroy());
    },
    stream('id: 8\ndata: two\n\n'),
    open,
  );
  const source = connect(server.url);
  const data: (string | undefined)[] = [];
  source.addEventListener('message', (event) => data.push(event.data));
  await new Promise<void>((resolve) => {
    source.addEventListener('open', () => server.requests.length === 5 && resolve());
  });
  source.close();

  expect(data).toEqual(['one', 'two']);
  expect(server.requests.map(({ headers }) => headers['last-event-id'])).toEqual([
    undefined,
    undefined,
    undefined,
    '7',
    '8',
  ]);
  expect(new Set(server.requests.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer key']));
});

/** What the server writes when the token of a running stream ends. */
const ended = `event: serialized-error\ndata: ${JSON.stringify({ code: -32001, message: 'over', data: { httpStatus: 401 } })}\n\n`;

/** Tokens that are numbered as they are asked for. */
function renewingTokens(): Credentials {
  let number = 1;
  return { current: async () => `token ${number}`, renew: async () => (number += 1) > 0 };
}

test('when the token ends, a fresh one goes on from the last id, and nobody hears of it', async () => {
  await using server = await serverWith(
    refuse(401),
    stream(`id: 7\ndata: one\n\n${ended}`),
    stream('id: 8\ndata: two\n\n'),
    open,
  );
  const source = connect(server.url, renewingTokens());
  const failures: unknown[] = [];
  source.addEventListener('serialized-error', (event) => failures.push(event));
  await new Promise<void>((resolve) => {
    source.addEventListener('message', ({ data }) => data === 'two' && resolve());
  });
  source.close();
  const sent = server.requests.map(({ headers }) => [headers.authorization, headers['last-event-id']]);

  expect(sent.slice(0, 3)).toEqual([
    ['Bearer token 1', undefined],
    ['Bearer token 2', undefined],
    ['Bearer token 3', '7'],
  ]);
  expect(failures).toEqual([]);
});

test('a fresh token that is refused as well closes it', async () => {
  await using server = await serverWith(refuse(401));
  const source = connect(server.url, renewingTokens());
  await new Promise<void>((resolve) => {
    source.addEventListener('error', () => source.readyState === source.CLOSED && resolve());
  });

  expect(server.requests).toHaveLength(2);
});

test('a refusal closes it, with the error of the answer', async () => {
  await using server = await serverWith(refuse(403, {}, { error: { code: -32003, message: 'no' } }));
  const source = connect(server.url);
  const error = await next(source, 'error');

  expect(source.readyState).toBe(source.CLOSED);
  expect(error).toMatchObject({ message: 'the server answered 403', error: { code: -32003, message: 'no' } });
  expect(server.requests).toHaveLength(1);
});

test('an answer that is no event stream closes it', async () => {
  await using server = await serverWith(refuse(200));
  const source = connect(server.url);
  await next(source, 'error');

  expect(source.readyState).toBe(source.CLOSED);
});

test('closing ends the connection, and no other follows', async () => {
  await using server = await serverWith(open);
  const source = connect(server.url);
  await next(source, 'open');
  const ended = new Promise((resolve) => server.requests[0]?.socket.once('close', resolve));
  source.close();
  await ended;

  expect(source.readyState).toBe(source.CLOSED);
  expect(server.requests).toHaveLength(1);
});
