import { ApiError } from '@marquee/api/errors';
import type { FieldProblem } from '@marquee/api/errors';
import { isDeepStrictEqual } from 'node:util';
import { FormBody } from '../bodies/bodies.ts';
import { coerceUrl } from './url-plan.ts';
import type { UrlPlan } from './url-plan.ts';

/** Where one request's input is spread. */
export interface InputParts {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** Undefined when there is none. */
  readonly body: unknown;
}

/**
 * One input from path, query and body. Path and query strings (and a form's) are coerced, JSON never is.
 *
 * @throws {ApiError} `validation_failed` when two places give one field different values
 * @throws {ApiError} `malformed` when a JSON body is not an object
 */
export function mergeInput(plan: UrlPlan, { path, query, body }: InputParts): Record<string, unknown> {
  const fromPath = coerceUrl(plan, path);
  const fromUrl = isEmpty(query) ? fromPath : merge(coerceUrl(plan, query), fromPath, 'query');
  if (body === undefined) return fromUrl;
  if (body instanceof FormBody) return merge(coerceUrl(plan, body.fields), fromUrl, 'body');
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ApiError('malformed', 'The body must be a JSON object');
  }
  return merge({ ...body }, fromUrl, 'body');
}

function merge(
  base: Record<string, unknown>,
  over: Record<string, unknown>,
  baseName: string,
): Record<string, unknown> {
  const clashes = Object.keys(over).filter(
    (name) => Object.hasOwn(base, name) && !isDeepStrictEqual(base[name], over[name]),
  );
  if (clashes.length > 0) {
    throw new ApiError(
      'validation_failed',
      `${clashes.join(', ')} in the ${baseName} differs from the same field in the URL`,
      {
        errors: clashes.map((name): FieldProblem => ({
          pointer: `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
          code: 'conflicting_values',
          detail: `given twice with different values; leave it out of the ${baseName}`,
        })),
      },
    );
  }
  return { ...base, ...over };
}

function isEmpty(fields: Readonly<Record<string, unknown>>): boolean {
  for (const _name in fields) return false;
  return true;
}
