import Fastify from 'fastify';
import { startDelivery } from './delivery/delivery.ts';
import { openExchange } from './exchange.ts';
import { graphRoutes } from './graph/graph-routes.ts';
import { whatsappRoutes } from './http/whatsapp-routes.ts';
import { simulatorRoutes } from './http/simulator-routes.ts';
import { twilioRoutes } from './http/twilio-routes.ts';
import { openLedger } from './ledger/ledger.ts';
import { systemClock } from './lib/clock.ts';
import type { CarrierOptions } from './options.ts';

/** A running simulator. */
export interface Carrier extends AsyncDisposable {
  readonly url: string;
}

/**
 * Opens the ledger, resumes what is owed from it, and listens.
 *
 * @throws when the port is taken or another process has the ledger open
 */
export async function startCarrier(options: CarrierOptions): Promise<Carrier> {
  const ledger = openLedger(options.folder);
  const { settings, accounts, whatsappNumbers } = options;
  const exchange = openExchange(ledger, { clock: systemClock, settings, accounts, whatsappNumbers });
  const delivery = startDelivery(exchange, options.callbackConnections);
  const app = Fastify({
    forceCloseConnections: true,
    ajv: { customOptions: { removeAdditional: false, allowUnionTypes: true } },
  });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  app.register(async (scope) => twilioRoutes(scope, exchange, delivery), { prefix: '/2010-04-01' });
  app.register(async (scope) => graphRoutes(scope, exchange, delivery), { prefix: '/:version(^v\\d+\\.\\d+$)' });
  app.register(async (scope) => whatsappRoutes(scope, exchange), { prefix: '/simulator' });
  app.register(async (scope) => simulatorRoutes(scope, exchange), { prefix: '/simulator' });
  const close = async () => {
    await app.close();
    await delivery[Symbol.asyncDispose]();
    ledger[Symbol.dispose]();
  };
  try {
    const url = await app.listen({ host: options.host, port: options.port });
    return { url, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw new Error(`the carrier simulator cannot listen on ${options.host}:${options.port}`, { cause: error });
  }
}
