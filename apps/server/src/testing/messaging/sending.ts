import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { contract } from '@marquee/api';
import { isOperation, type AnyOperation, type Contract, type Operation } from '@marquee/api/operation';
import pino from 'pino';
import type { Db } from '../../database/database.ts';
import { run, select } from '../../database/sql.ts';
import type { Carrier, KeptInbound, ListedMessage, OutgoingMessage, SendOutcome } from '../../gateways/twilio.ts';
import { twilioHooks } from '../../hooks/twilio.raw.ts';
import { whatsappHooks } from '../../hooks/whatsapp.raw.ts';
import { invokerOf } from '../../kernel/invoke.ts';
import type { Invoker } from '../../kernel/invoker.ts';
import { bucketsInMemory, defaultPolicies, limitsOver } from '../../kernel/limits/limits.ts';
import { keyedHash } from '../../lib/crypto/keyed-hash.ts';
import { sealer, type Sealer } from '../../lib/crypto/sealed.ts';
import { newId } from '../../lib/ids.ts';
import { campaignsService } from '../../messaging/campaigns/campaigns.service.ts';
import { contactsService } from '../../messaging/contacts/contacts.service.ts';
import { inboundService } from '../../messaging/inbound/inbound.service.ts';
import { optOutReviewsService } from '../../messaging/inbound/opt-out-reviews.service.ts';
import { messagesService } from '../../messaging/messages/messages.service.ts';
import { statusIntake } from '../../messaging/messages/status-intake.service.ts';
import { segmentsService } from '../../messaging/segments/segments.service.ts';
import { putSender, senderSealContext } from '../../messaging/senders/senders.store.ts';
import type { Attempt, SendDeps } from '../../messaging/sending/send-deps.ts';
import { suppressionsService } from '../../messaging/suppressions/suppressions.service.ts';
import { whatsappMessagesService } from '../../messaging/whatsapp/whatsapp-messages.service.ts';
import { whatsappTemplatesService } from '../../messaging/whatsapp/whatsapp-templates.service.ts';
import { callerOf, incoming, unwatched } from '../calls.ts';
import { openTestDatabase, type TestDatabase } from '../database.ts';
import { insertWorkspace } from '../workspaces.ts';

/** A carrier that keeps what it was given, and answers as it is told. */
export interface FakeCarrier extends Carrier {
  readonly sent: (OutgoingMessage & { readonly sid: string; readonly atMs: number })[];
  readonly listed: ListedMessage[];
  /** What people wrote to our numbers, oldest first. */
  readonly kept: KeptInbound[];
  /** Decides the next answers; accepts everything when null. */
  answer: ((message: OutgoingMessage, count: number) => SendOutcome | null | Promise<SendOutcome | null>) | null;
}

/** Sending over a real database with a carrier of our own and a clock to turn. */
export interface Sending extends AsyncDisposable {
  readonly db: TestDatabase;
  readonly workspaceId: string;
  readonly carrier: FakeCarrier;
  readonly deps: SendDeps;
  readonly invoker: Invoker;
  readonly authToken: string;
  readonly phone: string;
  readonly attempt: Attempt;
  readonly turnClock: (ms: number) => void;
  /** Calls an operation of the contract. */
  readonly call: (name: string, input: object) => Promise<Record<string, unknown>>;
  /** Adds opted-in contacts, a segment of them, a template and a campaign; answers the campaign's id. */
  readonly campaign: (options?: CampaignOptions) => Promise<string>;
  readonly inWorkspace: <T>(work: (db: Db) => Promise<T>) => Promise<T>;
  readonly seal: Sealer['seal'];
  /** Messages by status. */
  readonly statuses: () => Promise<Record<string, number>>;
}

/** What matters about a test's campaign. */
export interface CampaignOptions {
  readonly contacts?: number;
  readonly content?: string;
  readonly fields?: object;
  readonly zone?: string;
}

/** Opens sending in a workspace of its own. */
export async function openSending(open: () => Promise<TestDatabase> = openTestDatabase): Promise<Sending> {
  const db = await open();
  const workspaceId = await insertWorkspace(db);
  let clockMs = Date.parse('2026-03-10T12:00:00.000Z');
  const now = () => new Date(clockMs);
  const carrier = fakeCarrier(() => clockMs);
  const seals = sealer(randomBytes(32));
  const phone = `+1555${Math.trunc(1_000_000 + (Number.parseInt(workspaceId.slice(-6), 16) % 8_999_999))}`;
  const authToken = 'secret-of-the-account';
  await db.asWorkspace(workspaceId, (tx) =>
    putSender(
      tx,
      senderRow({
        workspaceId,
        phone,
        sealed: seals.seal(authToken, senderSealContext({ workspaceId, senderId: 'main' })),
      }),
    ),
  );
  const deps: SendDeps = {
    asWorkspace: db.asWorkspace,
    carrierFor: () => carrier,
    sealer: seals,
    hashPhone: keyedHash(Buffer.alloc(32, 1)),
    publicUrl: 'https://marquee.example.com',
    settleMs: 30_000,
    simulatorPermitted: true,
    now,
    newId,
    log: pino({ level: 'silent' }),
  };
  const invoker = invokerIn(db, workspaceId, deps);
  const inWorkspace = <T>(work: (tx: Db) => Promise<T>) => db.asWorkspace(workspaceId, work);
  const call: Sending['call'] = async (name, input) => {
    const { value } = await invoker.invoke({
      ...{ name, operation: operationNamed(name), input },
      incoming: incoming({ idempotencyKey: newId() }),
    });
    return value as Record<string, unknown>; // tests look at what they expect
  };
  const turnClock = (ms: number) => void (clockMs += ms);
  const pause = async (ms: number) => turnClock(ms);
  return {
    ...{ db, workspaceId, carrier, deps, invoker, authToken, phone, turnClock, call, inWorkspace },
    seal: seals.seal,
    attempt: { pulse: () => undefined, signal: new AbortController().signal, pause },
    campaign: (options = {}) => makeCampaign({ workspaceId, inWorkspace, call, now }, options),
    async statuses() {
      const rows = await inWorkspace((tx) =>
        select<{ status: string; n: number }>(
          tx,
          sql`select status, count(*)::int as n from messaging_messages group by 1`,
        ),
      );
      return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
    },
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  };
}

/** Campaigns, messages and hooks behind an invoker, for the workspace's owner. */
function invokerIn(db: TestDatabase, workspaceId: string, deps: SendDeps): Invoker {
  const { now, log } = deps;
  const hookDeps = { ...deps, asSystem: db.asSystem, intake: statusIntake(deps) };
  return invokerOf({
    database: db.database,
    services: {
      messaging: {
        ...{ campaigns: campaignsService(deps), messages: messagesService(deps), inbound: inboundService() },
        ...{ suppressions: suppressionsService(deps), optOutReviews: optOutReviewsService(deps) },
        ...{ contacts: contactsService(deps), segments: segmentsService() },
        ...{ whatsappMessages: whatsappMessagesService(deps), whatsappTemplates: whatsappTemplatesService(deps) },
      },
      hooks: { twilio: twilioHooks(hookDeps), whatsapp: whatsappHooks(hookDeps) },
    },
    authenticate: async () => callerOf(workspaceId, 'owner'),
    watchCaller: unwatched,
    limits: limitsOver(bucketsInMemory(), defaultPolicies, now),
    ...{ now, newId, log },
    wake: () => undefined,
  });
}

function fakeCarrier(nowMs: () => number): FakeCarrier {
  let calls = 0;
  const carrier: FakeCarrier = {
    sent: [],
    listed: [],
    kept: [],
    answer: null,
    async send(message) {
      const count = (calls += 1);
      const answer = (await carrier.answer?.(message, count)) ?? null;
      const sid = `SM${String(count).padStart(32, '0')}`;
      if (answer !== null && answer.kind !== 'accepted') return answer;
      carrier.sent.push({ ...message, sid, atMs: nowMs() });
      return answer ?? { kind: 'accepted', sid, status: 'queued' };
    },
    list: async ({ to }) =>
      carrier.listed.filter(
        ({ sid }) => sid.startsWith(to) || carrier.sent.some((sent) => sent.sid === sid && sent.to === to),
      ),
    async *inbound({ to, since }) {
      yield carrier.kept.filter((each) => each.to === to && each.receivedAt >= since);
    },
  };
  return carrier;
}

function senderRow({ workspaceId, phone, sealed }: { workspaceId: string; phone: string; sealed: string }) {
  const at = '2026-03-01T00:00:00.000Z';
  return {
    ...{
      workspace_id: workspaceId,
      sender_id: 'main',
      kind: 'sms' as const,
      phone_e164: phone,
      account_sid: `AC${'0'.repeat(32)}`,
    },
    ...{
      auth_token_sealed: sealed,
      base_url: 'http://127.0.0.1:1',
      rate_per_second: 1000,
      burst: 1000,
      simulated: true,
      created_at: at,
      updated_at: at,
    },
  };
}

interface Making {
  readonly workspaceId: string;
  readonly inWorkspace: Sending['inWorkspace'];
  readonly call: Sending['call'];
  readonly now: () => Date;
}

async function makeCampaign(
  { workspaceId, inWorkspace, call, now }: Making,
  options: CampaignOptions,
): Promise<string> {
  const { contacts = 30, content = 'Hi {name}', fields = {}, zone = 'UTC' } = options;
  const [template, segment, at] = [newId(), newId(), now().toISOString()];
  await inWorkspace(async (tx) => {
    await run(
      tx,
      sql`insert into messaging_contacts (workspace_id, id, phone_e164, consent_state, consent_updated_at, attributes, time_zone, created_at, updated_at)
          select ${workspaceId}::uuid, uuid_v7(${at}::timestamptz), '+1415' || lpad(n::text, 7, '0'), 'OPT_IN', ${at}::timestamptz,
                 jsonb_build_object('name', 'N' || n), ${zone}, ${at}::timestamptz, ${at}::timestamptz
          from generate_series(1, ${contacts}::int) n on conflict do nothing`,
    );
    await run(
      tx,
      sql`insert into messaging_segments (workspace_id, id, name, filter_criteria, estimated_audience_size, created_at, updated_at)
          values (${workspaceId}, ${segment}, ${segment}, '{"attribute":"phone_e164","operator":"exists","value":true}'::jsonb, 0, ${at}, ${at})`,
    );
    await run(
      tx,
      sql`insert into messaging_templates (workspace_id, id, name, content, variables, created_at, updated_at)
          values (${workspaceId}, ${template}, ${template}, ${content}, '[]'::jsonb, ${at}, ${at})`,
    );
  });
  const made = await call('messaging.campaigns.create', {
    name: 'Spring',
    template_id: template,
    segment_id: segment,
    ...fields,
  });
  return String(made['id']);
}

function operationNamed(name: string): Operation {
  let node: AnyOperation | Contract = contract;
  for (const part of name.split('.')) {
    const next: AnyOperation | Contract | undefined = isOperation(node) ? undefined : node[part];
    if (next === undefined) throw new Error(`no operation ${name}`);
    node = next;
  }
  if (!isOperation(node) || !('input' in node)) throw new Error(`${name} is not an operation with an input`);
  return node;
}
