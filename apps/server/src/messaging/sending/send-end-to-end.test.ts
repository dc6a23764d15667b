import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../config.ts';
import { startServer, type RunningServer } from '../../server.ts';
import { findEngine } from '../../temporal/engine.ts';
import { freePort } from '../../testing/free-port.ts';

// Real engine, real simulator, real database and doors: what a customer's campaign goes through.
const hasEngine = (await findEngine({ environment: process.env })) !== undefined;
const accountSid = `AC${'5'.repeat(32)}`;
const authToken = 'simulated-auth-token';

let folder: string;
let carrier: { readonly url: string; readonly child: ChildProcess };
let server: RunningServer;
let bearer: string;

beforeAll(async () => {
  if (!hasEngine) return;
  folder = await mkdtemp(join(tmpdir(), 'marquee-send-'));
  carrier = await startCarrier(join(folder, 'carrier'));
  const port = await freePort();
  const env = {
    PORT: String(port),
    MARQUEE_DATA: join(folder, 'data'),
    MARQUEE_PUBLIC_URL: `http://127.0.0.1:${port}`,
    MARQUEE_DEMO: '0',
    MARQUEE_SIMULATOR: '1',
    LOG_LEVEL: 'warn',
  };
  server = await startServer(readConfig(env), { role: 'all' });
  await server.engineReady;
  const session = await rest('POST', '/auth/register', {
    email: 'ann@example.com',
    password: 'correct horse battery',
    full_name: 'Ann',
    workspace_name: 'Ann',
  });
  bearer = String(session['access_token']);
}, 120_000);

afterAll(async () => {
  if (!hasEngine) return;
  await server?.[Symbol.asyncDispose]();
  carrier.child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
}, 60_000);

test.skipIf(!hasEngine)(
  '300 recipients get one message each, their receipts come back, and the report adds up',
  { timeout: 120_000 },
  async () => {
    await rest('PUT', '/messaging/senders/main', {
      ...{ phone_e164: '+15550001111', account_sid: accountSid, auth_token: authToken, base_url: carrier.url },
      ...{ rate_per_second: 1000, burst: 500, simulated: true },
    });
    for (let at = 0; at < 300; at += 20) {
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          rest('POST', '/messaging/contacts', {
            ...{
              phone_e164: `+1415555${1000 + at + index}`,
              consent_state: 'OPT_IN',
              consent_evidence: { source: 'form' },
            },
            attributes: { name: `N${at + index}` },
          }),
        ),
      );
    }
    const template = await rest('POST', '/messaging/templates', {
      name: 'Spring',
      content: 'Hi {name}, spring is here',
    });
    const segment = await rest('POST', '/messaging/segments', {
      name: 'All',
      filter_criteria: { attribute: 'name', operator: 'exists', value: true },
    });
    const campaign = await rest('POST', '/messaging/campaigns', {
      name: 'Spring',
      template_id: template['id'],
      segment_id: segment['id'],
    });
    const path = `/messaging/campaigns/${String(campaign['id'])}`;

    const started = await rest('POST', `${path}/trigger`, {});
    const summary = await until(
      () => rest('GET', `${path}/summary`),
      ({ status, performance_metrics: metrics }) => status === 'completed' && metrics?.messages_in_flight === 0,
    );

    expect(started).toMatchObject({ run: 1, estimated_recipients: 300, execution_started: true });
    expect(summary).toMatchObject({
      simulated: true,
      status_breakdown: { DELIVERED: 300 },
      performance_metrics: { recipients: 300, delivery_rate: 100 },
    });
    const ledger = await ledgerMessages();
    expect(new Set(ledger.map(({ to_number }) => to_number)).size).toBe(300);
    expect(ledger.length).toBe(300);
  },
);

test.skipIf(!hasEngine)(
  'an engine that is killed mid-flight loses nobody and repeats nobody',
  { timeout: 120_000 },
  async () => {
    const [before, template, segment] = [
      await ledgerMessages(),
      await first('/messaging/templates'),
      await first('/messaging/segments'),
    ];
    const fields = {
      name: 'Killed',
      template_id: template['id'],
      segment_id: segment['id'],
      rate_limit_per_second: 60,
    };
    const campaign = await rest('POST', '/messaging/campaigns', fields);
    const path = `/messaging/campaigns/${String(campaign['id'])}`;
    await rest('POST', `${path}/trigger`, {});
    const seen = await until(
      () => rest('GET', path),
      ({ messages_sent = 0 }) => messages_sent > 0,
    );
    const pid = server.engine.pid();
    if (pid !== undefined) process.kill(pid, 'SIGKILL');

    await until(
      () => rest('GET', path),
      ({ status }) => status === 'completed',
    );

    expect(seen['messages_sent']).toBeLessThan(300);
    const sent = (await ledgerMessages()).slice(before.length);
    expect(sent.length).toBe(300);
    expect(new Set(sent.map(({ to_number }) => to_number)).size).toBe(300);
  },
);

async function first(path: string): Promise<Answer> {
  const { items } = await rest('GET', path);
  return items?.[0] ?? {};
}

/** What the contract says; these are the fields that the tests wait for. */
interface Answer {
  readonly [name: string]: unknown;
  readonly status?: string;
  readonly messages_sent?: number;
  readonly performance_metrics?: { readonly messages_in_flight: number };
  readonly items?: readonly Answer[];
}

async function rest(method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  // The limits hold for tests, too: a quick machine meets them.
  if (response.status === 429) {
    await wait(1000 * Number(response.headers.get('retry-after')));
    return await rest(method, path, body);
  }
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Answer);
}

async function until(look: () => Promise<Answer>, isReached: (answer: Answer) => boolean): Promise<Answer> {
  let last: Answer = {};
  for (let turn = 0; turn < 600; turn += 1) {
    last = await look();
    if (isReached(last)) return last;
    await wait(100);
  }
  throw new Error(`never reached; last ${JSON.stringify(last)}`);
}

async function startCarrier(data: string) {
  const main = new URL('../../../../carrier/src/main.ts', import.meta.url).pathname;
  const flags = [
    '--data',
    data,
    '--accounts',
    `${accountSid}:${authToken}`,
    '--sent-after-ms',
    '50',
    '--delivered-after-ms',
    '100',
  ];
  const child = spawn(process.execPath, [main, ...flags, '--exit-with-stdin'], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^READY (http:\/\/.+)$/.exec(line)?.[1];
    if (url !== undefined) return { url, child };
  }
  await once(child, 'exit');
  throw new Error('the simulator ended before it was ready');
}

async function ledgerMessages(): Promise<readonly { readonly to_number: string }[]> {
  const response = await fetch(`${carrier.url}/simulator/ledger/messages?limit=10000`);
  return ((await response.json()) as { messages: { to_number: string }[] }).messages;
}
