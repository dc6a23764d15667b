import { ApiError } from '@marquee/api/errors';
import type { FastifyInstance } from 'fastify';
import { parse as parseQuery } from 'node:querystring';

/** Deepest nesting of a JSON body; deeper ones would let a small body cost a deep recursion further in. */
export const jsonDepthMax = 64;

const json = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;
const form = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/** A form body, told apart from JSON so that its strings are coerced as URL strings are. */
export class FormBody {
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.fields = fields;
  }
}

/** Reads JSON (and forms, as `FormBody`) in `scope`; every other media type is refused with 415. */
export function readBodies(scope: FastifyInstance): void {
  const parseJson = scope.getDefaultJsonParser('error', 'error');
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(json, { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    if (text.trim() === '') return done(null, undefined);
    void parseJson(request, text, (error, value) => {
      if (error === null && isDeeperThan(value, jsonDepthMax)) {
        return done(new ApiError('malformed', `The body is nested deeper than ${jsonDepthMax} levels`));
      }
      done(error, value);
    });
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

/** Whether arrays and objects nest more than `levels` deep; never recurses further than that. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const children: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return children.some((child) => isDeeperThan(child, levels - 1));
}
