import type { FastifyInstance } from 'fastify';
import type { Behaviour } from '../behaviour/behaviour.ts';
import { receive } from '../delivery/inbound.ts';
import type { Exchange } from '../exchange.ts';
import type { MessageFilter } from '../ledger/messages.store.ts';
import type { Settings } from '../settings.ts';
import {
  accountSchema,
  inboundSchema,
  ledgerSchema,
  ruleSchema,
  senderSchema,
  settingsSchema,
} from './simulator-schemas.ts';

/** What a real carrier has not: its ledger laid open, and levers to make it misbehave. */
export function simulatorRoutes(app: FastifyInstance, exchange: Exchange): void {
  app.get('/health', async () => ({ status: 'ok', simulated: true }));
  ledgerRoutes(app, exchange);
  ruleRoutes(app, exchange);

  app.get('/settings', async () => exchange.settings());
  app.put<{ Body: Partial<Settings> }>('/settings', { schema: { body: settingsSchema } }, async (request) =>
    exchange.changeSettings(request.body),
  );
  app.put<{ Body: { sid: string; token: string } }>(
    '/accounts',
    { schema: { body: accountSchema } },
    async (request) => {
      await exchange.putAccount(request.body.sid, request.body.token);
      return { sid: request.body.sid };
    },
  );
  app.put<{ Body: SenderBody }>('/senders', { schema: { body: senderSchema } }, async (request) => {
    const { number, account_sid = null, inbound_url = null } = request.body;
    const sender = { number, account_sid, inbound_url };
    await exchange.ledger.write(() => exchange.configuration.putSender(sender));
    return sender;
  });
  app.post<{ Body: InboundBody }>('/inbound', { schema: { body: inboundSchema } }, async (request, reply) => {
    const { from, to, body, account_sid } = request.body;
    const accountSid = account_sid ?? accountOf(exchange, to, from);
    const received = await exchange.ledger.write(() => receive(exchange, { accountSid, from, to, body }));
    return reply.code(201).send(received);
  });
}

interface SenderBody {
  readonly number: string;
  readonly account_sid?: string | null;
  readonly inbound_url?: string | null;
}

interface InboundBody {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly account_sid?: string | null;
}

interface LedgerQuery {
  readonly to?: string;
  readonly from?: string;
  readonly account_sid?: string;
  readonly direction?: string;
  readonly since_ms?: number;
  readonly after_seq?: number;
  readonly limit?: number;
}

interface RuleBody {
  readonly to?: string | null;
  readonly from?: string | null;
  readonly share?: number | null;
  readonly times?: number | null;
  readonly for_ms?: number | null;
  readonly behaviour: Behaviour;
}

function ledgerRoutes(app: FastifyInstance, exchange: Exchange): void {
  const options = { schema: { querystring: ledgerSchema } };
  app.get<{ Querystring: LedgerQuery }>('/ledger', options, async (request) => {
    const filter = filterOf(request.query);
    const recipients = exchange.counts.countsBy('to_number', filter);
    const counts = Object.values(recipients);
    return {
      messages: counts.reduce((sum, count) => sum + count, 0),
      recipients: counts.length,
      repeated: Object.fromEntries(Object.entries(recipients).filter(([, count]) => count > 1)),
      by_status: exchange.counts.countsBy('status', filter),
      by_error: exchange.counts.countsBy('error_code', filter),
      busiest_second: exchange.counts.busiestSecond(filter),
      refusals: exchange.counts.refusals(),
      callbacks: exchange.callbacks.counts(),
    };
  });
  app.get<{ Querystring: LedgerQuery }>('/ledger/recipients', options, async (request) =>
    exchange.counts.countsBy('to_number', filterOf(request.query)),
  );
  app.get<{ Querystring: LedgerQuery }>('/ledger/messages', options, async (request) => {
    const limit = request.query.limit ?? 1000;
    const found = exchange.messages.scan(filterOf(request.query), request.query.after_seq ?? 0, limit);
    const messages = found.map(({ plan: _plan, step: _step, next_due_ms: _due, ...message }) => message);
    return { messages, next_after_seq: found.length === limit ? (found.at(-1)?.seq ?? null) : null };
  });
  app.delete('/ledger', async (_request, reply) => {
    await exchange.ledger.write(() => exchange.configuration.clear());
    return reply.code(204).send();
  });
}

function ruleRoutes(app: FastifyInstance, exchange: Exchange): void {
  app.get('/rules', async () => ({ rules: exchange.rules() }));
  app.post<{ Body: RuleBody }>('/rules', { schema: { body: ruleSchema } }, async (request, reply) => {
    const { to = null, from = null, share = null, times = null, for_ms = null, behaviour } = request.body;
    const expiresAtMs = for_ms === null ? null : exchange.clock.nowMs() + for_ms;
    const rule = await exchange.addRule({ to, from, share, remaining: times, expires_at_ms: expiresAtMs, behaviour });
    return reply.code(201).send(rule);
  });
  app.delete('/rules', async () => ({ deleted: await exchange.deleteRules(null) }));
  app.delete<{ Params: { id: string } }>('/rules/:id', async (request) => ({
    deleted: await exchange.deleteRules(Number(request.params.id)),
  }));
}

/** Outbound messages unless the caller asks for others. */
function filterOf(query: LedgerQuery): MessageFilter {
  return {
    accountSid: query.account_sid,
    to: query.to,
    from: query.from,
    direction: query.direction ?? 'outbound-api',
    createdFromMs: query.since_ms,
  };
}

/** The account of a sender: as configured, else that of its last message to the person or to anyone, else the first. */
function accountOf(exchange: Exchange, sender: string, person: string): string {
  const page = { beforeSeq: null, offset: 0, limit: 1 };
  return (
    exchange.configuration.sender(sender)?.account_sid ??
    exchange.messages.list({ from: sender, to: person }, page)[0]?.account_sid ??
    exchange.messages.list({ from: sender }, page)[0]?.account_sid ??
    exchange.firstAccount()
  );
}
