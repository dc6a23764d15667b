import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freePort } from '@marquee/server/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp, type Customer } from '../harness/customer.ts';
import type { Program } from '../harness/program.ts';
import { enginePid, kill, startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { until } from '../harness/until.ts';

let folder: string;
let dataDir: string;
let port: number;
let server: Program;
let customer: Customer;
// Ids of what was taken; while `isErring`, every other message is answered with 500 and so not taken.
const taken: string[] = [];
let isErring = true;
let calls = 0;
const receiver = createServer((request, response) => {
  void text(request).then((body) => {
    calls += 1;
    const isRefused = isErring && calls % 2 === 0;
    if (!isRefused) taken.push((JSON.parse(body) as { id: string }).id);
    response.writeHead(isRefused ? 500 : 204).end();
  });
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-webhooks-'));
  dataDir = join(folder, 'data');
  port = await freePort();
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  server = start();
  await untilHealthy(server, port);
  customer = await signUp(urlOf(port));
}, 180_000);

afterAll(async () => {
  await server?.end('SIGTERM');
  receiver.closeAllConnections();
  receiver.close();
  await rm(folder, { recursive: true, force: true });
});

test('8 writers, an endpoint that errs and kill -9 of all: every event arrives', { timeout: 240_000 }, async () => {
  const { port: receiverPort } = receiver.address() as AddressInfo; // a TCP server's address is one
  const url = `http://127.0.0.1:${receiverPort}/`;
  const { id } = await customer.api.events.webhooks.create({ url, event_names: ['messaging.contacts.*'] });
  const write = async (writer: number, from: number) => {
    for (let n = from; n < from + 10; n++)
      await customer.api.messaging.contacts.create({
        ...{ phone_e164: `+1415${5_000_000 + writer * 1000 + n}`, consent_state: 'OPT_IN' },
      });
  };
  const writeAll = (from: number) => Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer, from)));

  await writeAll(0);
  await until(
    'some arrived',
    async () => taken.length,
    (count) => count > 0,
  );
  const engine = await enginePid(dataDir);
  await server.end('SIGKILL');
  kill(engine);
  server = start();
  await untilHealthy(server, port);
  isErring = false;
  await writeAll(10);

  const logged = await until('every event is in the log', loggedIds, ({ size }) => size >= 160);
  const arrived = await until(
    'every event arrived',
    async () => new Set(taken),
    (ids) => ids.isSupersetOf(logged),
  );
  expect(arrived).toEqual(logged);
  let deliveries = 0;
  for await (const _delivery of customer.api.events.webhooks.deliveries(id, { limit: 500 })) deliveries += 1;
  expect(deliveries).toBe(logged.size);
});

async function loggedIds(): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const event of customer.api.events.log.list({ name_prefix: 'messaging.contacts.', limit: 500 }))
    ids.add(event.id);
  return ids;
}

function start(): Program {
  const env = { MARQUEE_DEMO: '0', MARQUEE_WEBHOOKS_PRIVATE: '1' };
  return startServerProcess({ verb: 'start', port, dataDir, env });
}
