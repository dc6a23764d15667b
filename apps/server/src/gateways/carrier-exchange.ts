import { request as httpRequest, type Agent, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';

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

/** One call of a carrier's HTTP API. */
export interface CarrierCall {
  readonly url: URL;
  readonly method: string;
  readonly headers: OutgoingHttpHeaders;
  /** `user:password` of basic auth. */
  readonly auth?: string;
  /** Empty for none. */
  readonly body: string;
  readonly agent: Agent;
  /** How long nothing may come; the whole answer gets half as long again. */
  readonly timeoutMs: number;
}

/** A carrier's answer, whatever it says. */
export interface CarrierAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/**
 * Makes one call and reads the whole answer.
 *
 * @throws {CarrierFault} when there is none: `not_accepted` before the connection stood, and else nobody knows
 */
export async function exchange(call: CarrierCall): Promise<CarrierAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  let isConnected = false;
  const send = call.url.protocol === 'https:' ? httpsRequest : httpRequest;
  const { method, agent, auth, timeoutMs } = call;
  const length = call.body === '' ? {} : { 'content-length': Buffer.byteLength(call.body) };
  const headers = { accept: 'application/json', 'user-agent': 'marquee', ...call.headers, ...length };
  const request = send(call.url, {
    ...{ method, agent, timeout: timeoutMs, headers },
    ...(auth === undefined ? {} : { auth }),
  });
  request.on('socket', (socket) => {
    isConnected = !socket.connecting;
    if (socket.connecting) socket.once('connect', () => (isConnected = true));
  });
  const giveUp = () => request.destroy(new Error('the carrier did not answer in time'));
  request.on('timeout', giveUp);
  request.on('response', resolve);
  request.on('error', reject);
  request.end(call.body);
  // A socket's idle timeout does not bound an answer that trickles in.
  const deadline = setTimeout(giveUp, timeoutMs * 1.5);
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

/** How long a carrier asks us to wait, at most five minutes; `defaultMs` when it does not say. */
export function retryAfterMs(headers: IncomingMessage['headers'], defaultMs = 1000): number {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, 300_000) : defaultMs;
}

async function textOf(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  for await (const piece of response) text += String(piece);
  return text;
}
