export type {
  ApiPromise,
  Download,
  Page,
  PagePromise,
  RequestOptions,
  UploadOptions,
  UploadSource,
} from './calls/resource.ts';
export { Marquee } from './client.ts';
export type { EventStreamOptions } from './events/events.ts';
export { isEvent } from './events/is-event.ts';
export type * from './generated/types.ts';
export type {
  ClientLogger,
  ClientOptions,
  IncomingResponse,
  OutgoingRequest,
  TokenProvider,
} from './http/client-options.ts';
export * from './http/errors.ts';
export type { Backoff } from './http/retry.ts';
export type { JobReference, JobWaitOptions } from './jobs.ts';
export type { Clock } from './lib/clock.ts';
export { signWebhook, verifyWebhook } from './webhooks.ts';
export type { ReceivedWebhook, WebhookToSign } from './webhooks.ts';
