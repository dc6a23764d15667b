// Made from the contract by `npm run generate`; do not edit.

import type { Transport } from '../calls/resource.ts';
import { Resource } from '../calls/resource.ts';
import { Log } from './events/log.ts';
import { Webhooks } from './events/webhooks.ts';

/** `marquee.events` */
export class Events extends Resource {
  readonly log: Log;
  readonly webhooks: Webhooks;

  constructor(client: Transport) {
    super(client);
    this.log = new Log(client);
    this.webhooks = new Webhooks(client);
  }
}

export { Log, Webhooks };
export type { EventData, EventName, MarqueeEvent } from './events/kinds.ts';
export type { LoggedEventListParams } from './events/log.ts';
export type { LoggedEvent } from './events/schemas.ts';
export type { EventStreamParams } from './events/stream.ts';
export type {
  Webhook,
  WebhookAttempt,
  WebhookCreateParams,
  WebhookDeleteAnswer,
  WebhookDeliveriesParams,
  WebhookDelivery,
  WebhookListParams,
  WebhookReplay,
  WebhookReplayRangeParams,
  WebhookRotateParams,
  WebhookUpdateParams,
  WebhookWithSecret,
} from './events/webhooks.ts';
