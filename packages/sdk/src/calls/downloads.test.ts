import { expect, test } from 'vitest';
import { Marquee } from '../client.ts';
import { ConnectionError, TimeoutError } from '../http/errors.ts';
import { faultyServer, halfOf, proxyError } from '../testing/faulty-server.ts';
import type { Reply } from '../testing/faulty-server.ts';
import { quickClock } from '../testing/quick-clock.ts';

const headers = { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename="errors.csv"' };
const csv: Reply = (response) =>
  void response.writeHead(200, { ...headers, 'content-length': '9' }).end('row\r\n1\r\n2');

async function download(reply: Reply, timeoutMs = 60_000) {
  const server = await faultyServer(reply, csv);
  const marquee = new Marquee({ baseUrl: server.url, clock: quickClock(), timeoutMs });
  return { server, file: await marquee.messaging.contactImports.errors('i1') };
}

test('a file comes as a stream with its name, type and size', async () => {
  const { server, file } = await download(csv);
  await using _server = server;

  expect(file).toMatchObject({ fileName: 'errors.csv', contentType: 'text/csv', size: 9 });
  expect(await file.text()).toBe('row\r\n1\r\n2');
});

test.each([
  ['of known length', { ...headers, 'content-length': '99' }],
  ['of unknown length', headers],
])('a file %s that is cut does not look whole', async (_what, given) => {
  const { server, file } = await download(halfOf('row\r\n', given));
  await using _server = server;

  await expect(file.text()).rejects.toBeInstanceOf(ConnectionError);
});

test('a file that stands still is given up', async () => {
  const begun: Reply = (response) => void response.writeHead(200, headers).write('row\r\n');
  await using server = await faultyServer(begun);
  // A slow machine may need more than one repeat until the file begins.
  const marquee = new Marquee({ baseUrl: server.url, clock: quickClock(), timeoutMs: 100, retries: 100 });
  const file = await marquee.messaging.contactImports.errors('i1');

  await expect(file.text()).rejects.toBeInstanceOf(TimeoutError);
});

test('a reader that takes longer than the timeout is not cut off', async () => {
  const { server, file } = await download(csv, 1000);
  await using _server = server;
  const reader = file.body.getReader();
  const first = await reader.read();
  // Longer than the timeout: the test is of real time.
  await new Promise((resolve) => setTimeout(resolve, 1200));

  expect(first.value?.byteLength).toBeGreaterThan(0);
  expect((await reader.read()).done).toBe(true);
});

test('a download that does not begin is asked for again', async () => {
  const { server, file } = await download(proxyError(503));
  await using _server = server;

  expect(await file.text()).toContain('row');
  expect(server.arrived).toHaveLength(2);
});
