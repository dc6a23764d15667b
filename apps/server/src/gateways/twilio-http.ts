import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import RequestClient from 'twilio/lib/base/RequestClient.js';
import type responses from 'twilio/lib/http/response.js';
import { CarrierFault, exchange, retryAfterMs } from './carrier-exchange.ts';

/** Where and how long. */
export interface TwilioHttpOptions {
  readonly baseUrl: string;
  readonly timeoutMs: number;
}

/** Carries the Twilio library's requests over kept-alive connections to a configurable address. */
export class TwilioHttp extends RequestClient {
  readonly #base: URL;
  readonly #timeoutMs: number;
  readonly #agent: HttpAgent;

  constructor({ baseUrl, timeoutMs }: TwilioHttpOptions) {
    super();
    this.#base = new URL(baseUrl);
    this.#timeoutMs = timeoutMs;
    const options = { keepAlive: true, maxSockets: 128, scheduling: 'lifo' } as const;
    this.#agent = this.#base.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /** @throws {CarrierFault} when there is no answer, or one that says nothing of the message's fate (5xx) or defers it (429) */
  override async request<Data>(options: RequestClient.RequestOptions<Data>): Promise<responses.default<Data>> {
    const body = formOf(options.data);
    const { status, headers, text } = await exchange({
      url: this.#target(options),
      method: options.method,
      headers: body === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded' },
      auth: `${options.username ?? ''}:${options.password ?? ''}`,
      body,
      agent: this.#agent,
      timeoutMs: this.#timeoutMs,
    });
    if (status === 429) {
      throw new CarrierFault('the carrier asks to slow down', {
        kind: 'not_accepted',
        retryAfterMs: retryAfterMs(headers),
      });
    }
    if (status >= 500) throw new CarrierFault(`the carrier answered ${status}`, { kind: 'unknown' });
    return { statusCode: status, body: text as Data, headers }; // the library parses text itself
  }

  /** The library's URL, moved to the configured origin. */
  #target(options: { readonly uri: string; readonly params?: object }): URL {
    const asked = new URL(options.uri);
    const url = new URL(this.#base);
    url.pathname = url.pathname.replace(/\/$/, '') + asked.pathname;
    url.search = asked.search;
    for (const [name, value] of Object.entries(options.params ?? {})) url.searchParams.append(name, String(value));
    return url;
  }
}

function formOf(data: unknown): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(data ?? {})) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) form.append(name, String(each));
  }
  return form.toString();
}
