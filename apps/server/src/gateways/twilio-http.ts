import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import RequestClient from 'twilio/lib/base/RequestClient.js';
import type responses from 'twilio/lib/http/response.js';

/** What is known of a call that got no usable answer. */
export type Fault = { readonly kind: 'not_accepted'; readonly retryAfterMs: number } | { readonly kind: 'unknown' };

/** A call that got no usable answer. */
export class CarrierFault extends Error {
  readonly fault: Fault;

  constructor(message: string, fault: Fault, cause?: unknown) {
    super(message, { cause });
    this.name = 'CarrierFault';
    this.fault = fault;
  }
}

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
    const { status, headers, text } = await this.#send(options);
    if (status === 429) {
      throw new CarrierFault('the carrier asks to slow down', {
        kind: 'not_accepted',
        retryAfterMs: retryAfterMs(headers),
      });
    }
    if (status >= 500) throw new CarrierFault(`the carrier answered ${status}`, { kind: 'unknown' });
    return { statusCode: status, body: text as Data, headers }; // the library parses text itself
  }

  async #send<Data>(options: RequestClient.RequestOptions<Data>) {
    const url = this.#target(options);
    const body = formOf(options.data);
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    let isConnected = false;
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(url, {
      method: options.method,
      agent: this.#agent,
      auth: `${options.username ?? ''}:${options.password ?? ''}`,
      timeout: this.#timeoutMs,
      headers: {
        accept: 'application/json',
        'user-agent': 'marquee',
        ...(body === ''
          ? {}
          : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }),
      },
    });
    request.on('socket', (socket) => {
      isConnected = !socket.connecting;
      if (socket.connecting) socket.once('connect', () => (isConnected = true));
    });
    request.on('timeout', () => request.destroy(new Error('the carrier did not answer in time')));
    request.on('response', resolve);
    request.on('error', reject);
    request.end(body);
    // A socket's idle timeout does not bound an answer that trickles in.
    const deadline = setTimeout(
      () => request.destroy(new Error('the carrier did not answer in time')),
      this.#timeoutMs * 1.5,
    );
    try {
      const response = await promise;
      return { status: response.statusCode ?? 0, headers: response.headers, text: await textOf(response) };
    } catch (error) {
      // Before the connection stood, nothing can have been accepted.
      const fault: Fault = isConnected ? { kind: 'unknown' } : { kind: 'not_accepted', retryAfterMs: 1000 };
      throw new CarrierFault('no answer from the carrier', fault, error);
    } finally {
      clearTimeout(deadline);
    }
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

async function textOf(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  for await (const piece of response) text += String(piece);
  return text;
}

function formOf(data: unknown): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(data ?? {})) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) form.append(name, String(each));
  }
  return form.toString();
}

function retryAfterMs(headers: IncomingMessage['headers']): number {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, 300_000) : 1000;
}
