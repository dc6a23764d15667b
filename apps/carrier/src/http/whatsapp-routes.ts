import type { FastifyInstance } from 'fastify';
import { receiveWhatsapp } from '../delivery/inbound.ts';
import type { Exchange } from '../exchange.ts';
import { review } from '../graph/graph-templates.ts';
import type { WhatsappNumber } from '../ledger/whatsapp.store.ts';
import { whatsappInboundSchema, whatsappNumberSchema, whatsappReviewSchema } from './simulator-schemas.ts';

interface InboundBody {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly ago_ms?: number;
  readonly copies?: number;
}

interface ReviewBody {
  readonly name: string;
  readonly language?: string;
  readonly status: string;
  readonly reason?: string | null;
  readonly silent?: boolean;
}

/** The operator's levers of the WhatsApp side. */
export function whatsappRoutes(app: FastifyInstance, exchange: Exchange): void {
  app.put<{ Body: Omit<WhatsappNumber, 'webhook_url'> & { webhook_url?: string | null } }>(
    '/whatsapp-numbers',
    { schema: { body: whatsappNumberSchema } },
    async ({ body: { webhook_url = null, ...number } }) => {
      await exchange.putWhatsappNumber({ ...number, webhook_url });
      return { phone_number_id: number.phone_number_id };
    },
  );

  app.post<{ Body: InboundBody }>(
    '/whatsapp-inbound',
    { schema: { body: whatsappInboundSchema } },
    async ({ body: { from, to, body, ago_ms: agoMs = 0, copies = 1 } }, reply) => {
      const number = exchange.whatsappNumbers().find((each) => each.number === to);
      if (number === undefined) return reply.code(404).send({ error: `no WhatsApp number ${to}` });
      const inbound = { accountSid: number.phone_number_id, from, to, body, agoMs, copies };
      return reply.code(201).send(await exchange.ledger.write(() => receiveWhatsapp(exchange, inbound, number)));
    },
  );

  app.put<{ Body: ReviewBody }>(
    '/whatsapp-templates',
    { schema: { body: whatsappReviewSchema } },
    async ({ body: { name, language = 'en', status, reason = null, silent = false } }, reply) => {
      const template = exchange
        .whatsappNumbers()
        .map(({ business_account_id: id }) => exchange.whatsapp.templateNamed(id, name, language))
        .find((each) => each !== null);
      if (template === undefined) return reply.code(404).send({ error: `no template ${name}` });
      await exchange.ledger.write(() => review(exchange, { template, status, reason, silent }));
      return { id: template?.id, status };
    },
  );
}
