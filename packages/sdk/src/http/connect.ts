import { ResponsePromise } from '../calls/api-promise.ts';
import type { Answered } from '../calls/api-promise.ts';
import { downloadOf } from '../calls/downloads.ts';
import { WalkingPromise } from '../calls/pages.ts';
import type { PageAnswer } from '../calls/pages.ts';
import type { CallParts, RequestOptions, Route, Transport, UploadOptions, UploadSource } from '../calls/resource.ts';
import { uploadBody } from '../calls/uploads.ts';
import type { ClientOptions } from './client-options.ts';
import { credentialsOf } from './credentials.ts';
import { exchange, failureOf } from './exchange.ts';
import type { Exchange, OutgoingBody, Session } from './exchange.ts';
import { ConnectionError } from './errors.ts';
import type { TimeLimit } from './time-limit.ts';
import { systemClock } from '../lib/clock.ts';

/** A transport that can also open what never ends. */
export interface StreamingTransport extends Transport {
  /** The response of a stream, once it has begun; its limit is the caller's to end. */
  open(
    route: Route,
    parts: CallParts,
    options?: RequestOptions,
  ): Promise<{ readonly response: Response; readonly limit: TimeLimit }>;
  readonly session: Session;
}

/**
 * What carries calls to a server. A program that needs one resource only gives this to its class, and bundles nothing else.
 *
 * @example
 * const campaigns = new Campaigns(connect({ apiKey }));
 */
export function connect(options: ClientOptions): StreamingTransport {
  const session: Session = { options, credentials: credentialsOf(options.apiKey, options.token) };
  const json = <T>(route: Route, parts: CallParts, own?: RequestOptions) =>
    exchange<Answered<T>>(session, { route, parts, options: own, ...jsonBody(parts), read: readJson });
  return {
    session,
    clock: options.clock ?? systemClock,
    call: (route, parts, own) => new ResponsePromise(json(route, parts, own)),
    page: <Item, More>(route: Route, parts: CallParts, own?: RequestOptions) =>
      new WalkingPromise<Item, More>((cursor) => json<PageAnswer<Item>>(route, fromCursor(parts, cursor), own)),
    upload<T>(route: Route, { file, query, ...parts }: UploadParts, own?: UploadOptions) {
      const body = uploadBody(file, query ?? {}, own ?? {});
      return new ResponsePromise(
        exchange(session, { route, parts, options: own, ...body, read: readJson<T>, isFile: true }),
      );
    },
    download: (route, parts, own) =>
      new ResponsePromise(
        exchange(session, { route, parts: { accept: '*/*', ...parts }, options: own, read: readFile, isFile: true }),
      ),
    open: (route, parts, own) =>
      exchange(session, {
        route,
        parts,
        options: own,
        read: async (response, limit) => ({ response, limit }),
        isFile: true,
      }),
  };
}

type UploadParts = CallParts & { readonly file: UploadSource };

function jsonBody({ body }: CallParts): Pick<Exchange<unknown>, 'body'> {
  if (body === undefined) return {};
  const json: OutgoingBody = { content: JSON.stringify(body), contentType: 'application/json' };
  return { body: async () => json };
}

function fromCursor(parts: CallParts, cursor: string | undefined): CallParts {
  return cursor === undefined ? parts : { ...parts, query: { ...parts.query, cursor } };
}

async function readJson<T>(response: Response, limit: TimeLimit): Promise<Answered<T>> {
  const text = await response.text().catch((cause: unknown) => Promise.reject(failureOf(limit, cause)));
  limit.end();
  // The contract says what the answer is; it is not checked again here.
  const data = (
    text === '' ? undefined : response.headers.get('content-type')?.includes('json') ? parsed(text) : text
  ) as T;
  return { data, response, unread: () => new Response(text === '' ? null : text, response) };
}

async function readFile(response: Response, limit: TimeLimit) {
  return { data: downloadOf(response, limit), response, unread: () => response };
}

// Half an answer is a broken connection, though nothing but the text shows it.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConnectionError('The answer is not whole', { cause });
  }
}
