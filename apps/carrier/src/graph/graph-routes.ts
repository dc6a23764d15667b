import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Delivery } from '../delivery/delivery.ts';
import type { Exchange } from '../exchange.ts';
import { finish } from '../http/twilio-routes.ts';
import type { WhatsappNumber } from '../ledger/whatsapp.store.ts';
import { createWhatsapp, outcomeOf, type WhatsappBody } from './create-whatsapp.ts';
import { graphRefusal } from './graph-errors.ts';
import { createTemplate, templatesPage, type TemplateBody } from './graph-templates.ts';

interface Asked {
  Params: { version: string; id: string };
}

/** Meta's Graph API as far as WhatsApp needs it: messages, and templates of an account, by bearer token. */
export function graphRoutes(app: FastifyInstance, exchange: Exchange, delivery: Delivery): void {
  app.addHook('onRequest', async (_request, reply) => void reply.header('x-carrier', 'simulator'));

  app.post<Asked>('/:id/messages', async (request, reply) => {
    const number = exchange.whatsappNumber(request.params.id);
    if (!isAuthentic(number, request)) return refused(reply, 190);
    // Whatever it is, createWhatsapp looks at it before it believes it.
    const body = (request.body ?? {}) as WhatsappBody;
    return finish(reply, await createWhatsapp(exchange, delivery, { number, body }));
  });

  app.post<Asked>('/:id/message_templates', async (request, reply) => {
    const number = numberOfAccount(exchange, request.params.id);
    if (!isAuthentic(number, request)) return refused(reply, 190);
    const outage = exchange.behaviourFor({ to: '', from: number.number }).outage;
    if (outage !== undefined && outage.accepted !== true) return finish(reply, outcomeOf(outage));
    // As above.
    const body = (request.body ?? {}) as TemplateBody;
    const made = await createTemplate(exchange, number, body);
    if (outage !== undefined) return finish(reply, outcomeOf(outage));
    return reply.code(made.status).send(made.body);
  });

  app.get<Asked>('/:id/message_templates', async (request, reply) => {
    const number = numberOfAccount(exchange, request.params.id);
    if (!isAuthentic(number, request)) return refused(reply, 190);
    return templatesPage(exchange, number, new URL(request.url, `http://${request.host}`));
  });

  app.setNotFoundHandler((_request, reply) => refused(reply, 100));
}

function numberOfAccount(exchange: Exchange, businessAccountId: string): WhatsappNumber | null {
  return exchange.whatsappNumbers().find((each) => each.business_account_id === businessAccountId) ?? null;
}

function isAuthentic(
  number: WhatsappNumber | null,
  { headers }: Pick<FastifyRequest, 'headers'>,
): number is WhatsappNumber {
  return number !== null && headers.authorization === `Bearer ${number.access_token}`;
}

function refused(reply: FastifyReply, code: number): FastifyReply {
  const { status, body } = graphRefusal(code);
  return reply.code(status).send(body);
}
