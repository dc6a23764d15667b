import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { endpointFault, webhookPoster } from './webhook-endpoint.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each[Symbol.asyncDispose]();
});

async function receiver(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server's address is one
}

const post = (url: string) => ({ url, headers: { 'content-type': 'application/json' }, body: '{"a":1}' });
const toPrivate = webhookPoster({ privatePermitted: true });

test('the answer is told by its status, first bytes and when to come again', async () => {
  const url = await receiver((_request, response) => {
    response.writeHead(503, { 'retry-after': '120' }).end('x'.repeat(5000));
  });

  const answer = { status: 503, excerpt: 'x'.repeat(1000), error: null, retryAfter: '120' };
  expect(await toPrivate(post(url))).toEqual(answer);
});

test('a redirect is an answer and is not followed', async () => {
  let calls = 0;
  const url = await receiver((_request, response) => {
    calls += 1;
    response.writeHead(302, { location: '/elsewhere' }).end();
  });

  expect(await toPrivate(post(url))).toMatchObject({ status: 302 });
  expect(calls).toBe(1);
});

test('an answer that never comes or never ends does not hold the sender up', async () => {
  const silent = await receiver(() => undefined);
  const dripping = await receiver((_request, response) => void response.writeHead(200).write('.'));
  const hasty = webhookPoster({ privatePermitted: true, timeoutMs: 300 });

  for (const url of [silent, dripping])
    expect(await hasty(post(url))).toMatchObject({ status: null, error: 'no whole answer within 0.3 s' });
});

test('a closed connection is told by its code', async () => {
  const url = await receiver((request) => request.socket.destroy());

  expect(await toPrivate(post(url))).toMatchObject({ status: null, error: 'ECONNRESET' });
});

test('a name that nobody has is told by its code, and takes nothing down with it', async () => {
  const toPublic = webhookPoster({ privatePermitted: false });
  const noSuchName: unknown = expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/);

  for (const poster of [toPrivate, toPublic]) {
    expect(await poster(post('https://nobody.invalid/hook'))).toMatchObject({ status: null, error: noSuchName });
  }
});

test('a public name that leads to a private address when it is connected to is not reached', async () => {
  let calls = 0;
  const url = await receiver((_request, response) => {
    calls += 1;
    response.end();
  });
  const { port } = new URL(url);
  const rebinding = webhookPoster({
    privatePermitted: false,
    resolve: (_hostname, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
  });

  const answer = await rebinding(post(`https://rebinding.example.com:${port}/`));

  expect(answer).toMatchObject({ status: null, error: 'the name leads to no address of the public internet' });
  expect(calls).toBe(0);
});

test.each([
  ...['http://example.com/', 'https://127.0.0.1/', 'https://2130706433/', 'https://0x7f.1/', 'https://[::1]/'],
  ...['https://169.254.169.254/latest', 'https://[::ffff:10.0.0.1]/', 'https://localhost/', 'https://a.localhost./'],
  ...['https://user:secret@example.com/', 'ftp://example.com/'],
])('%s is refused before anything is sent', async (url) => {
  expect(endpointFault(url, false)).not.toBeNull();
  expect(await webhookPoster({ privatePermitted: false })(post(url))).toMatchObject({ status: null });
});
