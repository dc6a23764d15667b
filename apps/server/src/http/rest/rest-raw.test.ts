import type { RawRequest } from '@marquee/api/operation';
import type { FastifyInstance } from 'fastify';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, fakeInvoker } from '../../testing/doors/doors.ts';
import { readMultipart } from '../bodies/multipart.ts';

let rowsMade = 0;
let downloadEnded: Promise<string> = Promise.resolve('');

async function* rows(count: number, end: (how: string) => void): AsyncGenerator<string> {
  let how = 'left';
  try {
    for (let row = 0; row < count; row += 1) {
      rowsMade = row + 1;
      yield `${row},${'x'.repeat(1000)}\n`;
    }
    how = 'whole';
  } finally {
    end(how);
  }
}

async function upload(request: RawRequest<unknown>): Promise<string> {
  const told: string[] = [];
  for await (const part of readMultipart(request, { fileBytesMax: 100_000 })) {
    if (part.kind === 'field') told.push(`${part.name}=${part.value}`);
    else {
      let bytes = 0;
      for await (const chunk of part.content) bytes += chunk.length;
      told.push(`${part.name}:${part.fileName}:${part.mediaType}:${bytes}`);
    }
  }
  return told.join(' ');
}

const invoker = fakeInvoker(
  {},
  {
    'shop.files.upload': async (request) => ({
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: await upload(request),
    }),
    'shop.files.download': ({ params }: RawRequest<{ name: string; rows?: number }>) => {
      const { promise, resolve } = Promise.withResolvers<string>();
      downloadEnded = promise;
      return { status: 200, headers: { 'content-type': 'text/csv' }, body: rows(params.rows ?? 3, resolve) };
    },
    'shop.files.hook': async (request) => {
      const chunks = [];
      for await (const chunk of request.body) chunks.push(chunk);
      return {
        status: 200,
        headers: { 'content-type': 'text/xml' },
        body: `<got>${Buffer.concat(chunks).toString()}</got>`,
      };
    },
  },
);

let app: FastifyInstance;
let port: number;
beforeAll(async () => {
  app = await buildTestApp({ invoker });
  await app.listen({ port: 0, host: '127.0.0.1' });
  port = (app.server.address() as AddressInfo).port; // a TCP server's address
});
afterAll(async () => app.close());

const url = (path: string) => `http://127.0.0.1:${port}${path}`;

function form(file: string): FormData {
  const data = new FormData();
  data.set('note', 'näh');
  data.set('file', new Blob([file], { type: 'text/csv' }), 'péople.csv');
  return data;
}

test('a multipart body arrives part by part', async () => {
  const answer = await fetch(url('/api/v1/files'), { method: 'POST', body: form('a,b\n1,2\n') });

  expect(await answer.text()).toBe('note=näh file:péople.csv:text/csv:8');
});

test('a file past its bound is 413, a body that is not multipart 400, another type 415', async () => {
  const large = await fetch(url('/api/v1/files'), { method: 'POST', body: form('x'.repeat(200_000)) });
  const broken = await fetch(url('/api/v1/files'), {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    body: '--b\r\nbroken',
  });
  const foreign = await fetch(url('/api/v1/files'), {
    method: 'POST',
    headers: { 'content-type': 'image/png' },
    body: 'x',
  });

  expect(await large.json()).toMatchObject({ status: 413, code: 'payload_too_large' });
  expect(await broken.json()).toMatchObject({ status: 400, code: 'malformed' });
  expect(await foreign.json()).toMatchObject({ status: 415, code: 'unsupported_media_type' });
});

test('a webhook gets its body byte for byte, up to a bound', async () => {
  const post = (body: string) =>
    fetch(url('/api/v1/hook'), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });

  expect(await (await post('a=1&b=%2B')).text()).toBe('<got>a=1&b=%2B</got>');
  expect((await post('x'.repeat(1024 * 1024 + 1))).status).toBe(413);
});

test('a streamed answer is whole, with its parameters coerced', async () => {
  const answer = await fetch(url('/api/v1/files/a.csv?rows=5'));

  expect(answer.headers.get('content-type')).toBe('text/csv');
  expect((await answer.text()).split('\n')).toHaveLength(6);
  expect(await downloadEnded).toBe('whole');
});

test('HEAD of a streamed answer makes no rows', async () => {
  rowsMade = 0;
  const answer = await fetch(url('/api/v1/files/a.csv?rows=1000'), { method: 'HEAD' });

  expect(answer.status).toBe(200);
  expect(rowsMade).toBe(0);
});

test('a slow reader holds the stream back, and one that leaves ends it', async () => {
  rowsMade = 0;
  const asked = httpRequest(url('/api/v1/files/a.csv?rows=200000'));
  asked.on('error', () => undefined);
  asked.end();
  const answer = await new Promise<NodeJS.ReadableStream>((resolve) => asked.once('response', resolve));
  await new Promise((resolve) => answer.once('readable', resolve));
  asked.destroy();

  expect(await downloadEnded).toBe('left');
  expect(rowsMade).toBeLessThan(50_000);
});

test('a live stream ends when the server shuts down', async () => {
  const live = fakeInvoker(
    {},
    {
      'shop.stream.sse': ({ signal }) => ({
        status: 200,
        headers: { 'content-type': 'text/event-stream' },
        body: (async function* () {
          yield 'retry: 2000\n\n';
          await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
        })(),
      }),
    },
  );
  const closing = await buildTestApp({ invoker: live });
  await closing.listen({ port: 0, host: '127.0.0.1' });
  const address = closing.server.address() as AddressInfo; // a TCP server's address
  const answer = await fetch(`http://127.0.0.1:${address.port}/api/v1/stream`);
  const [text] = await Promise.all([answer.text(), closing.close()]);

  expect(text).toBe('retry: 2000\n\n');
});

test('bytes that are not HTTP are answered with a problem, too', async () => {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.write('hello there\r\n\r\n');
  await new Promise((resolve) => socket.once('close', resolve));
  const answer = Buffer.concat(chunks).toString();

  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\ncontent-type: application\/problem\+json/);
  expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status: 400, code: 'malformed' });
});
