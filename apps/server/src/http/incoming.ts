import { ApiError } from '@marquee/api/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Incoming } from '../kernel/invoker.ts';
import { cookiesOf } from './headers.ts';

/**
 * What the kernel is told of a request. The abort signal is made when first asked for: most operations never look.
 *
 * @throws {ApiError} `malformed` when the Idempotency-Key is empty, too long or not printable ASCII
 */
export function incomingOf(request: FastifyRequest, reply: FastifyReply, door: Incoming['door']): Incoming {
  const { headers } = request;
  const authorization = headers.authorization ?? null;
  let signal: AbortSignal | undefined;
  return {
    requestId: request.id,
    authorization,
    idempotencyKey: idempotencyKeyOf(headers['idempotency-key']),
    door,
    sender: {
      ip: request.ip,
      userAgent: headers['user-agent'] ?? null,
      origin: headers.origin ?? null,
      bearer: bearerOf(authorization),
      cookies: headers.cookie === undefined ? noCookies : cookiesOf(headers.cookie),
      setCookie: (header) => {
        void reply.header('set-cookie', header);
      },
    },
    get signal() {
      signal ??= goneSignal(reply);
      return signal;
    },
  };
}

const noCookies = {};

/** The token of an `Authorization: Bearer …` header, or null. */
export function bearerOf(authorization: string | null): string | null {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? null;
}

/** Fires when the client goes away before its answer is complete. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const gone = () => {
    if (!reply.raw.writableFinished) controller.abort(new Error('the client went away'));
  };
  if (reply.raw.destroyed) gone();
  else reply.raw.once('close', gone);
  return controller.signal;
}

// The draft standard sends a structured-field string ("abc"), most clients a bare token: both name the same key.
function idempotencyKeyOf(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  const text = Array.isArray(header) ? header.join(',') : header;
  const key = /^"(.*)"$/.exec(text)?.[1] ?? text;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new ApiError('malformed', 'Idempotency-Key must be 1 to 255 printable ASCII characters without spaces');
  }
  return key;
}
