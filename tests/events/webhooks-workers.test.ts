import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freePort, hasPostgres, newPostgresUrl, type RunningEngine } from '@marquee/server/testing';
import { verifyWebhook, WebhookVerificationError } from '@marquee/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customerWith, signUp, type Customer } from '../harness/customer.ts';
import { hasEngine, startTestEngine } from '../harness/engine.ts';
import type { Program } from '../harness/program.ts';
import { startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { until } from '../harness/until.ts';

/** What a customer's endpoint is posted. */
interface Posted {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let folder: string;
let ports: readonly number[];
let engine: RunningEngine;
let programs: readonly Program[] = [];
let customer: Customer;
const posted: Posted[] = [];
const receiver = createServer((request, response) => {
  void text(request).then((body) => {
    posted.push({ headers: request.headers, body });
    response.writeHead(204).end();
  });
});

describe.skipIf(!hasPostgres() || !(await hasEngine()))('on Postgres, with two servers and two workers', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marquee-webhooks-'));
    ports = [await freePort(), await freePort()];
    engine = await startTestEngine(folder);
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const env = {
      ...{ DATABASE_URL: await newPostgresUrl(), TEMPORAL_ADDRESS: engine.address, MARQUEE_WEBHOOKS_PRIVATE: '1' },
    };
    const start = (verb: 'serve' | 'worker', port: number) =>
      startServerProcess({ verb, port, dataDir: join(folder, 'data'), env });
    const [first = 0, second = 0] = ports;
    // The first brings the database up to date and makes the keys that the others share.
    programs = [start('serve', first)];
    for (const program of programs) await untilHealthy(program, first);
    programs = [...programs, start('serve', second), start('worker', first), start('worker', second)];
    await until(
      'the second server answers',
      () => fetch(`${urlOf(second)}/health`),
      ({ ok }) => ok,
    );
    customer = await signUp(urlOf(first));
  }, 180_000);

  afterAll(async () => {
    await Promise.all(programs.map((program) => program.end('SIGTERM')));
    await engine?.[Symbol.asyncDispose]();
    receiver.closeAllConnections();
    receiver.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('every event is posted once, and its receiver proves it with the SDK', { timeout: 240_000 }, async () => {
    const { port } = receiver.address() as AddressInfo; // a TCP server's address is one
    const url = `http://127.0.0.1:${port}/`;
    const { id, secret } = await customer.api.events.webhooks.create({ url, event_names: ['messaging.contacts.*'] });
    const doors = ports.map((each) => customerWith(urlOf(each), customer.apiKey).api);
    const people = 120;
    await Promise.all(
      doors.map(async (api, door) => {
        for (let n = 0; n < people / doors.length; n += 1)
          await api.messaging.contacts.create({ phone_e164: `+1415${5_600_000 + door * 1000 + n}` });
      }),
    );

    const list = async () =>
      await Array.fromAsync(customer.api.events.webhooks.deliveries(id, { limit: 500 }), (each) => each);
    const deliveries = await until(
      'every delivery has ended',
      list,
      (made) => made.length >= people && made.every(({ status }) => status !== 'pending'),
    );

    // Newest first; made in the order of the log, whichever server saw an event first.
    const sequences = deliveries.map(({ sequence }) => sequence ?? 0);
    expect(sequences).toEqual(sequences.toSorted((a, b) => b - a));
    expect(new Set(sequences).size).toBe(people);
    expect(deliveries.filter(({ attempts, status }) => attempts.length !== 1 || status !== 'delivered')).toEqual([]);
    const proved = await Promise.all(
      posted.map(({ headers, body }) => verifyWebhook<{ id: string; sequence: number }>({ headers, body, secret })),
    );
    expect(proved.map(({ sequence }) => sequence).toSorted((a, b) => b - a)).toEqual(sequences);
    expect(posted.map(({ headers }) => headers['webhook-id'])).toEqual(proved.map((event) => event.id));
  });

  test('the SDK refuses what was changed on the way, or signed with another secret', async () => {
    const { port } = receiver.address() as AddressInfo; // a TCP server's address is one
    const { id, secret } = await customer.api.events.webhooks.create({ url: `http://127.0.0.1:${port}/` });
    posted.splice(0);
    await customer.api.events.webhooks.test(id);
    const [got] = await until(
      'the test arrived',
      async () => posted,
      (all) => all.length > 0,
    );
    if (got === undefined) throw new Error('nothing arrived');

    expect(await verifyWebhook({ ...got, secret })).toMatchObject({ type: 'events.webhooks.tested' });
    const changed = verifyWebhook({ ...got, body: got.body.replace('"sequence":null', '"sequence":1'), secret });
    await expect(changed).rejects.toBeInstanceOf(WebhookVerificationError);
    const { secret: another } = await customer.api.events.webhooks.rotate(id, { overlap_hours: 0 });
    await expect(verifyWebhook({ ...got, secret: another })).rejects.toBeInstanceOf(WebhookVerificationError);
  });
});
