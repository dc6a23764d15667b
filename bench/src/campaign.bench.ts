import { Client, Connection } from '@temporalio/client';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild, type MeasuredChild } from './harness/child.ts';
import { contactsCsv } from './harness/contacts.ts';
import { importContacts, startInstallation, until, type Api, type Installation } from './harness/installation.ts';
import { interleaved, median, medianRatio } from './harness/measure.ts';
import type { BenchResult } from './harness/results.ts';

const recipients = 10_000;
const rounds = 3;

interface Measured {
  readonly ms: number;
  readonly cpuMs: number;
  readonly historyEvents: number;
}

/** A durable campaign against a bare loop over the same simulator: messages a second, and how long its history grows. */
export async function campaign(): Promise<BenchResult> {
  await using stack = new AsyncDisposableStack();
  const installation = stack.use(await startInstallation());
  const engine = stack.use(await connect(await installation.engine()));
  const carrierUrl = await openThrottle(installation);
  await importContacts(installation.api, contactsCsv(recipients));
  const parts = await prepare(installation.api);
  const loop = stack.use(await startLoop(installation, carrierUrl));
  const ours = () => oneCampaign(installation, { parts, engine: engine.client, carrierUrl });
  const rival = () => oneLoop(loop);

  const withCallbacks = await ours();
  await settled(carrierUrl);
  await setCallbacks(carrierUrl, []);
  await ours();
  await rival();
  const measured = await interleaved(rounds, { ours, rival });
  const perSecond = (values: readonly number[]) => recipients / (median(values) / 1000);
  return {
    title: 'Campaign to 10,000 recipients beside a bare loop',
    method:
      'From the call that triggers it to completed_at, one segment, one template with two variables, no rate limit. The rival: 4 lanes of 25 calls at once, like ours, over kept-alive connections to the same ' +
      'simulator, one row a message in a table of the shape and indexes of ours in PGlite, written before its call and updated after it. ' +
      `Status callbacks are off in the ${rounds} rounds in turns, for both; the campaign before them ran with all callbacks coming in.`,
    figures: [
      {
        name: 'messages a second, ours by the loop’s',
        value: 1 / medianRatio(measured, ({ ms }) => ms),
        unit: 'ratio',
        target: { min: 0.7 },
      },
      {
        name: 'workflow history, longest',
        value: Math.max(withCallbacks.historyEvents, ...measured.map((each) => each.ours.historyEvents)),
        unit: 'count',
        target: { max: 250 },
      },
      {
        name: 'messages a CPU second of the server, by the loop’s',
        value: 1 / medianRatio(measured, ({ cpuMs }) => cpuMs),
        unit: 'ratio',
      },
      { name: 'ours', value: perSecond(measured.map((each) => each.ours.ms)), unit: 'per_s' },
      { name: 'ours while callbacks come in', value: perSecond([withCallbacks.ms]), unit: 'per_s' },
      { name: 'the bare loop', value: perSecond(measured.map((each) => each.rival.ms)), unit: 'per_s' },
    ],
  };
}

/** Lets the demo's sender go as fast as it can, and answers where the simulator is. */
async function openThrottle({ api, carrier }: Installation): Promise<string> {
  const { items } = await api.call<{ items: readonly { sender_id: string; base_url: string; phone_e164: string }[] }>(
    'GET',
    '/api/v1/messaging/senders',
  );
  const [sender] = items;
  if (sender === undefined) throw new Error('the demo has no sender');
  const { sender_id: id, ...kept } = sender;
  const body = {
    phone_e164: kept.phone_e164,
    base_url: kept.base_url,
    account_sid: carrier.accountSid,
    auth_token: carrier.authToken,
  };
  await api.call('PUT', `/api/v1/messaging/senders/${id}`, {
    ...body,
    rate_per_second: 10_000,
    burst: 10_000,
    simulated: true,
  });
  return kept.base_url;
}

interface Parts {
  readonly template_id: string;
  readonly segment_id: string;
}

async function prepare(api: Api): Promise<Parts> {
  const segment = await api.call<{ id: string }>('POST', '/api/v1/messaging/segments', {
    name: 'Everyone of the benchmark',
    filter_criteria: { attribute: 'name', operator: 'starts_with', value: 'Customer ' },
  });
  const template = await api.call<{ id: string }>('POST', '/api/v1/messaging/templates', {
    name: 'Benchmark',
    content: 'Hi {name}! Our spring sale starts today in {city}. Reply STOP to opt out.',
    variables: ['name', 'city'],
  });
  return { template_id: template.id, segment_id: segment.id };
}

interface Campaign {
  readonly id: string;
  readonly run: number;
  readonly status: string;
  readonly messages_sent: number;
  readonly messages_failed: number;
  readonly completed_at: string | null;
}

interface Sending {
  readonly parts: Parts;
  readonly engine: Client;
  readonly carrierUrl: string;
}

let campaigns = 0;

async function oneCampaign({ api, server }: Installation, { parts, engine, carrierUrl }: Sending): Promise<Measured> {
  campaigns += 1;
  const { id } = await api.call<Campaign>('POST', '/api/v1/messaging/campaigns', {
    name: `Benchmark ${campaigns}`,
    ...parts,
  });
  const sentBefore = (await ledger(carrierUrl)).messages;
  const before = await server.usage();
  const startedMs = Date.now();
  const { job_id: jobId } = await api.call<{ job_id: string }>('POST', `/api/v1/messaging/campaigns/${id}/trigger`);
  await until(
    () => api.call<{ status: string }>('GET', `/api/v1/system/jobs/${jobId}`),
    ({ status }) => !['queued', 'waiting_for_engine', 'running'].includes(status),
  );
  const ended = await api.call<Campaign>('GET', `/api/v1/messaging/campaigns/${id}`);
  const { cpuMs } = await server.usage();
  const sent = (await ledger(carrierUrl)).messages - sentBefore;
  if (ended.status !== 'completed' || sent !== recipients)
    throw new Error(`${sent} messages were sent: ${JSON.stringify(ended)}`);
  const { events } = await engine.workflow.getHandle(`campaign:${id}:${ended.run}`).fetchHistory();
  return {
    ms: Date.parse(ended.completed_at ?? '') - startedMs,
    cpuMs: cpuMs - before.cpuMs,
    historyEvents: events?.length ?? 0,
  };
}

async function oneLoop(loop: MeasuredChild): Promise<Measured> {
  const told = loop.lines.filter((text) => text.startsWith('SENT ')).length;
  loop.tell('send');
  const sent = await until(
    async () => loop.lines.filter((text) => text.startsWith('SENT ')),
    ({ length }) => length > told,
  );
  const measured = JSON.parse(sent.at(-1)?.slice('SENT '.length) ?? '') as Omit<Measured, 'historyEvents'>; // the loop prints exactly this
  return { ...measured, historyEvents: 0 };
}

async function startLoop({ carrier }: Installation, carrierUrl: string): Promise<MeasuredChild> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'marquee-bench-')));
  const args = [folder.path, carrierUrl, carrier.accountSid, carrier.authToken, String(recipients)];
  const child = stack.use(startChild({ script: new URL('./campaign-loop.ts', import.meta.url), args }));
  await child.line(/^READY/);
  const owned = stack.move();
  return { ...child, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function connect(address: string): Promise<AsyncDisposable & { readonly client: Client }> {
  const connection = await Connection.connect({ address });
  return { client: new Client({ connection }), [Symbol.asyncDispose]: () => connection.close() };
}

interface Ledger {
  readonly messages: number;
  readonly callbacks: { readonly pending: number };
}

async function ledger(carrierUrl: string): Promise<Ledger> {
  return (await (await fetch(`${carrierUrl}/simulator/ledger`)).json()) as Ledger; // the simulator's own report
}

/** Waits until every callback of what was sent has been made. */
async function settled(carrierUrl: string): Promise<void> {
  let quiet = 0;
  await until(
    async () => (quiet = (await ledger(carrierUrl)).callbacks.pending === 0 ? quiet + 1 : 0),
    (times) => times >= 8,
  );
}

async function setCallbacks(carrierUrl: string, statuses: readonly string[]): Promise<void> {
  const body = JSON.stringify({ callback_statuses: statuses });
  const response = await fetch(`${carrierUrl}/simulator/settings`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (!response.ok) throw new Error(`the simulator refused its settings: ${await response.text()}`);
}
