import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { request as plainRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP } from 'node:net';
import { isPublicAddress } from '../lib/network/public-address.ts';

/** What an endpoint made of one attempt. `status` is null when there was no answer; `error` then says why. */
export interface WebhookAnswer {
  readonly status: number | null;
  /** The first bytes of the answer, as text. */
  readonly excerpt: string | null;
  readonly error: string | null;
  /** Its header `Retry-After`, as it came. */
  readonly retryAfter: string | null;
}

/** One attempt. */
export interface WebhookPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Finds the addresses of a host. */
export type Resolve = (hostname: string, done: (error: Error | null, found: readonly LookupAddress[]) => void) => void;

/** How endpoints are reached. */
export interface WebhookEndpointOptions {
  /** Also http, and addresses of private networks and of this machine. */
  readonly privatePermitted: boolean;
  readonly resolve?: Resolve;
  /** How long one attempt may take from its start to the end of the answer; 15 s when omitted. */
  readonly timeoutMs?: number;
}

/** Sends to customers' endpoints. */
export type PostWebhook = (post: WebhookPost) => Promise<WebhookAnswer>;

const excerptBytesMax = 1000;

/** Why a URL cannot be an endpoint; null when it can. Names are judged when they are connected to, by what they resolve to. */
export function endpointFault(url: string, privatePermitted: boolean): string | null {
  const { protocol, hostname, username, password, hash } = new URL(url);
  if (username !== '' || password !== '' || hash !== '') return 'Leave out user names, passwords and fragments.';
  if (protocol !== 'https:' && !(protocol === 'http:' && privatePermitted)) return 'Use https.';
  if (privatePermitted) return null;
  const bare = hostname.replace(/^\[|\]$/g, '');
  const isClosedName = /(^|\.)localhost\.?$/i.test(bare);
  if (isClosedName || (isIP(bare) !== 0 && !isPublicAddress(bare)))
    return 'This address is not of the public internet.';
  return null;
}

/**
 * Posts to endpoints that strangers chose. Every connection resolves its name anew and goes to a public address or nowhere, so that
 * a name which resolves differently the second time (DNS rebinding) gains nothing; redirects are answers, and never followed.
 */
export function webhookPoster(options: WebhookEndpointOptions): PostWebhook {
  const { privatePermitted, timeoutMs = 15_000 } = options;
  return async ({ url, headers, body }) => {
    const fault = endpointFault(url, privatePermitted);
    if (fault !== null) return noAnswer(fault);
    const signal = AbortSignal.timeout(timeoutMs);
    // A connection of its own each time: one kept open would outlive what its name resolved to.
    const request: RequestOptions = { method: 'POST', headers, agent: false, signal, lookup: guarded(options) };
    try {
      return await answerTo(await exchange(url, request, body));
    } catch (error) {
      return noAnswer(signal.aborted ? `no whole answer within ${timeoutMs / 1000} s` : reasonOf(error));
    }
  };
}

function exchange(url: string, options: RequestOptions, body: string): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const send = url.startsWith('https:') ? tlsRequest : plainRequest;
  send(url, options, resolve).on('error', reject).end(body);
  return promise;
}

async function answerTo(response: IncomingMessage): Promise<WebhookAnswer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop closes the connection: an answer without end is not read to it.
  for await (const piece of response) {
    const chunk = piece as Buffer; // no encoding is set
    pieces.push(chunk.subarray(0, excerptBytesMax - bytes));
    bytes += chunk.length;
    if (bytes >= excerptBytesMax) break;
  }
  // Postgres keeps no NUL in text.
  const excerpt = Buffer.concat(pieces).toString('utf8').replaceAll('\0', '\uFFFD');
  const retryAfter = response.headers['retry-after'] ?? null;
  return { status: response.statusCode ?? null, excerpt, error: null, retryAfter };
}

function guarded({ privatePermitted, resolve = resolveAll }: WebhookEndpointOptions): RequestOptions['lookup'] {
  return (hostname, { all }, done) => {
    resolve(hostname, (error, found) => {
      // Node gives no list beside an error, whatever its types say.
      if (error !== null) return done(error, '', 0);
      const usable = privatePermitted ? found : found.filter(({ address }) => isPublicAddress(address));
      const [first] = usable;
      if (first === undefined) return done(new Error('the name leads to no address of the public internet'), '', 0);
      if (all === true) return done(null, [...usable]);
      done(null, first.address, first.family);
    });
  };
}

const resolveAll: Resolve = (hostname, done) =>
  systemLookup(hostname, { all: true }, (error, found) => done(error, found));

function noAnswer(error: string): WebhookAnswer {
  return { status: null, excerpt: null, error, retryAfter: null };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the connection failed';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
