import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { twilioError } from '../behaviour/error-codes.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Exchange } from '../exchange.ts';
import type { MessageFilter } from '../ledger/messages.store.ts';
import { createMessage, outcomeOf, type CreateOutcome } from './create-message.ts';
import { messageJson, pageJson } from './twilio-json.ts';

/** Twilio's 2010-04-01 API: create, list and fetch messages, by basic auth. */
export function twilioRoutes(app: FastifyInstance, exchange: Exchange, delivery: Delivery): void {
  app.addHook<Account>('onRequest', async (request, reply) => {
    reply.header('x-carrier', 'simulator');
    if (isAuthentic(exchange, request)) return;
    return reply.code(401).header('www-authenticate', 'Basic realm="Twilio API"').send(twilioError(20_003, 401));
  });

  app.post<Account>('/Accounts/:accountSid/Messages.json', async (request, reply) => {
    const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
    return finish(reply, await createMessage(exchange, delivery, { accountSid: request.params.accountSid, form }));
  });

  app.get<Account>('/Accounts/:accountSid/Messages.json', async (request, reply) => {
    const outage = outageOfAll(exchange);
    if (outage !== null) return finish(reply, outage);
    return pageOf(exchange, request.params.accountSid, new URL(request.url, 'http://simulator'));
  });

  app.get<{ Params: { accountSid: string; file: string } }>(
    '/Accounts/:accountSid/Messages/:file',
    async (request, reply) => {
      const outage = outageOfAll(exchange);
      if (outage !== null) return finish(reply, outage);
      const message = exchange.messages.get(request.params.file.replace(/\.json$/, ''));
      if (message === null || message.account_sid !== request.params.accountSid)
        return reply.code(404).send(twilioError(20_404, 404));
      return messageJson(message);
    },
  );

  app.setNotFoundHandler((_request, reply) => reply.code(404).send(twilioError(20_404, 404)));
}

interface Account {
  Params: { accountSid: string };
}

const pageSizeMax = 1000;
const dayMs = 86_400_000;

function isAuthentic(exchange: Exchange, request: FastifyRequest<Account>): boolean {
  const given = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const [sid = '', token = ''] = Buffer.from(given, 'base64').toString('utf8').split(':');
  return token !== '' && exchange.tokenOf(sid) === token && (request.params.accountSid ?? sid) === sid;
}

/** Ends a call as it was decided: an answer, silence or a cut connection. */
export function finish(reply: FastifyReply, outcome: CreateOutcome) {
  if (outcome.kind === 'answer') {
    if (outcome.retryAfter !== undefined) reply.header('retry-after', String(outcome.retryAfter));
    return reply.code(outcome.status).send(outcome.body);
  }
  reply.hijack();
  if (outcome.kind === 'reset') reply.raw.destroy();
  return reply;
}

/** An outage rule without numbers that is said to hit all calls, used up by one. */
function outageOfAll(exchange: Exchange): CreateOutcome | null {
  const hits = exchange
    .rules()
    .some((rule) => rule.to === null && rule.from === null && rule.behaviour.outage?.calls === 'all');
  if (!hits) return null;
  const outage = exchange.behaviourFor({ to: '', from: '' }).outage;
  return outage?.calls === 'all' ? outcomeOf(outage) : null;
}

function pageOf(exchange: Exchange, accountSid: string, url: URL) {
  const query = url.searchParams;
  const page = Math.max(0, Number(query.get('Page') ?? 0) || 0);
  const pageSize = Math.min(pageSizeMax, Math.max(1, Number(query.get('PageSize') ?? 50) || 50));
  const token = /^PA(\d+)$/.exec(query.get('PageToken') ?? '')?.[1];
  const beforeSeq = token === undefined ? null : Number(token);
  const offset = beforeSeq === null ? page * pageSize : 0;
  const found = exchange.messages.list(filterOf(accountSid, query), { beforeSeq, offset, limit: pageSize + 1 });
  const messages = found.slice(0, pageSize);
  return pageJson({ path: url.pathname, query, page, pageSize, messages, hasNext: found.length > pageSize });
}

/** `DateSent>=x` arrives as the name `DateSent>`; a day stands for all of it. */
function filterOf(accountSid: string, query: URLSearchParams): MessageFilter {
  const instant = (name: string) => {
    const text = query.get(name);
    const atMs = text === null ? Number.NaN : Date.parse(text);
    return Number.isNaN(atMs) ? null : { atMs, isDay: text?.length === 10 };
  };
  const [on, from, until] = [instant('DateSent'), instant('DateSent>'), instant('DateSent<')];
  const end = (bound: { atMs: number; isDay: boolean } | null) =>
    bound === null ? undefined : bound.atMs + (bound.isDay ? dayMs : 1);
  return {
    accountSid,
    to: query.get('To') ?? undefined,
    from: query.get('From') ?? undefined,
    sentFromMs: from?.atMs ?? on?.atMs,
    sentUntilMs: end(until) ?? (on === null ? undefined : on.atMs + dayMs),
  };
}
