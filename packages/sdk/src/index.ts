export { Marquee } from './client.ts';
export type {
  ClientLogger,
  ClientOptions,
  IncomingResponse,
  OutgoingRequest,
  TokenProvider,
} from './core/client-options.ts';
export * from './core/errors.ts';
export type {
  ApiPromise,
  Download,
  Page,
  PagePromise,
  RequestOptions,
  UploadOptions,
  UploadSource,
} from './core/resource.ts';
export type { Backoff } from './core/retry.ts';
export type { EventStreamOptions } from './events.ts';
export type * from './generated/types.ts';
export { isEvent } from './is-event.ts';
export type { JobReference, JobWaitOptions } from './jobs.ts';
export type { Clock } from './lib/clock.ts';
export { signWebhook, verifyWebhook } from './webhooks.ts';
export type { ReceivedWebhook, WebhookToSign } from './webhooks.ts';
