// Made from the contract by `npm run generate`; do not edit.

export { Events } from '../events/events.ts';
export { Log } from './events/log.ts';
export { Webhooks } from './events/webhooks.ts';
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
