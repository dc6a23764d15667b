import { ApiError } from '@marquee/api/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { parse as parseQuery } from 'node:querystring';
import { jsonFieldsMax } from '../json-outline.ts';
import { isLong, readLongJson } from '../long-json.ts';

/** Deepest nesting of a JSON body; deeper ones would let a small body cost a deep recursion further in. */
const jsonDepthMax = 64;

const wide = `an object of more than ${jsonFieldsMax} fields, or holds one`;

const json = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;
const form = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/** A form body, told apart from JSON so that its strings are coerced as URL strings are. */
export class FormBody {
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.fields = fields;
  }
}

/** The refusal of a body that holds an object of too many fields. */
export function tooWide(): ApiError {
  return new ApiError('malformed', `The body is ${wide}`);
}

/** Reads JSON (and forms, as `FormBody`) in `scope`; every other media type is refused with 415. */
export function readBodies(scope: FastifyInstance): void {
  const parseJson = scope.getDefaultJsonParser('error', 'error');
  scope.removeAllContentTypeParsers();
  const parseIn = (request: FastifyRequest) => (text: string, inside: number) => {
    let parsed: unknown;
    // It calls back before it returns.
    void parseJson(request, text, (error, value) => {
      if (error !== null) throw error;
      parsed = value;
    });
    const excess = excessOf(parsed, jsonDepthMax - inside);
    if (excess !== null) throw new ApiError('malformed', `The body is ${excess}`);
    return parsed;
  };
  scope.addContentTypeParser(json, { parseAs: 'string' }, async (request: FastifyRequest, body: string) => {
    const parse = parseIn(request);
    if (isLong(body)) return await readLongJson(body, { parse, tooWide });
    return body.trim() === '' ? undefined : parse(body, 0);
  });
  scope.addContentTypeParser(form, { parseAs: 'string' }, (_request, body, done) => {
    done(null, new FormBody(parseQuery(String(body))));
  });
}

/** Leaves bodies unread in `scope`: raw handlers read the request's own stream. */
export function leaveBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
}

/**
 * Lets whoever sends too large a body hear so: many clients read the answer only once all is sent, and a connection that is
 * closed meanwhile takes the answer with it. The rest is read and dropped, up to a bound.
 */
export function hearOutLargeBodies(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    if (reply.statusCode !== 413 || request.raw.complete) return;
    void reply.removeHeader('connection');
    drop(request.raw);
  });
}

const droppedBytesMax = 1024 ** 3;
const droppingMs = 60_000;

function drop(body: IncomingMessage): void {
  let bytes = 0;
  const give = setTimeout(() => body.socket.destroy(), droppingMs).unref();
  body.once('close', () => clearTimeout(give));
  body.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > droppedBytesMax) body.socket.destroy();
  });
}

/**
 * What is too much about a JSON value, if anything: how deep it nests, or how many fields one of its objects has. Looks no further
 * than it has to, so that a small body cannot cost a long time further in.
 */
export function excessOf(value: unknown, levels: number = jsonDepthMax): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if (levels === 0) return `nested deeper than ${jsonDepthMax} levels`;
  if (Array.isArray(value)) return firstExcess(value, levels);
  const names = Object.keys(value);
  if (names.length > jsonFieldsMax) return wide;
  return firstExcess(Object.values(value), levels);
}

function firstExcess(children: readonly unknown[], levels: number): string | null {
  for (const child of children) {
    const excess = excessOf(child, levels - 1);
    if (excess !== null) return excess;
  }
  return null;
}
