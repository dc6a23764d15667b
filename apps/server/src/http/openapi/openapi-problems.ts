import type { ErrorCode } from '@marquee/api/errors';
import { errorKinds } from '@marquee/api/errors';
import type { AnyOperation } from '@marquee/api/operation';
import type { JsonSchema } from './json-schema.ts';

/** One response of an OpenAPI operation. */
export interface OpenApiResponse {
  /** Instead of everything else. */
  readonly $ref?: string;
  readonly description?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  readonly [extension: `x-${string}`]: unknown;
}

/** The schemas of a failed answer. */
export const problemSchemas: Readonly<Record<string, JsonSchema>> = {
  FieldProblem: {
    type: 'object',
    properties: {
      pointer: { type: 'string', description: 'RFC 6901 JSON pointer into the input' },
      code: { type: 'string' },
      detail: { type: 'string' },
    },
    required: ['pointer', 'code', 'detail'],
  },
  Problem: {
    type: 'object',
    description: 'Why a request failed (RFC 9457)',
    properties: {
      type: { type: 'string', format: 'uri' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string', description: 'What to change' },
      instance: { type: 'string' },
      code: { type: 'string', enum: Object.keys(errorKinds) },
      request_id: { type: 'string' },
      errors: { type: 'array', items: { $ref: '#/components/schemas/FieldProblem' } },
    },
    required: ['type', 'title', 'status', 'detail', 'code', 'request_id'],
  },
};

const text = (description: string) => ({ description, schema: { type: 'string' } });

/** Headers that responses refer to. */
export const responseHeaders = {
  ETag: text(
    'Names the question and the data it was answered from; send it back as `If-None-Match` to be told 304 while both are the same',
  ),
  IdempotencyReplayed: text(
    '`true` when this is the stored answer of an earlier request with the same Idempotency-Key',
  ),
  Location: text('Where the new record is'),
  RateLimit: text('What is left of the tightest policy: `"name";r=remaining;t=seconds until whole`'),
  RateLimitPolicy: text('The policy: `"name";q=quota;w=window in seconds`'),
  RequestId: text('Names this request in logs; send your own as `x-request-id`'),
  XCache: {
    description: '`HIT` when the answer was kept from an earlier call, `MISS` when it was computed for this one',
    schema: { type: 'string', enum: ['HIT', 'MISS'] },
  },
  RetryAfter: { description: 'Seconds until a retry can succeed', schema: { type: 'integer' } },
};

/** A reference to one of them. */
export function headerRef(name: keyof typeof responseHeaders): { readonly $ref: string } {
  return { $ref: `#/components/headers/${name}` };
}

/** Every failure an operation can answer, one response a status, as references to `problemComponents`. */
export function problemResponses(
  operation: AnyOperation,
  hasInput: boolean,
): Readonly<Record<string, OpenApiResponse>> {
  return Object.fromEntries(
    groupsOf(operation, hasInput).map(([status, codes]) => [String(status), { $ref: responsePrefix + nameOf(codes) }]),
  );
}

/** The responses that some operation of a document refers to, sorted by name. */
export function problemComponents(
  paths: Readonly<Record<string, Readonly<Record<string, Responding>>>>,
): Readonly<Record<string, OpenApiResponse>> {
  const operations = Object.values(paths).flatMap((item) => Object.values(item));
  const refs = operations.flatMap(({ responses }) => Object.values(responses).flatMap(({ $ref }) => $ref ?? []));
  const names = [...new Set(refs.map((ref) => ref.slice(responsePrefix.length)))].sort();
  return Object.fromEntries(names.map((name) => [name, responseOf(codesNamed(name))]));
}

/** Anything with responses by status. */
export interface Responding {
  readonly responses: Readonly<Record<string, OpenApiResponse>>;
}

const responsePrefix = '#/components/responses/';

function groupsOf(operation: AnyOperation, hasInput: boolean): readonly (readonly [number, readonly ErrorCode[]])[] {
  const codes = [...codesOf(operation, hasInput)].sort();
  return [...Map.groupBy(codes, (code) => errorKinds[code].status)].sort(([a], [b]) => a - b);
}

// A response is named after its codes, so that the name alone says which it is.
function nameOf(codes: readonly ErrorCode[]): string {
  return codes.join('-or-');
}

function codesNamed(name: string): readonly ErrorCode[] {
  return name.split('-or-') as ErrorCode[]; // nameOf joined them
}

function codesOf(operation: AnyOperation, hasInput: boolean): ReadonlySet<ErrorCode> {
  const { scope, limit, errors = [] } = operation;
  const codes = new Set<ErrorCode>([...errors, 'internal', 'unavailable']);
  if (hasInput) codes.add('validation_failed').add('malformed');
  if (scope !== 'public') codes.add('unauthenticated');
  if (scope !== 'public' && scope !== 'signed_in' && !scope.startsWith('signature:')) codes.add('forbidden');
  if (limit !== 'unmetered') codes.add('rate_limited');
  if ('bodyBytesMax' in operation) codes.add('payload_too_large');
  if (operation.kind === 'mutation' && (operation.idempotent === 'key' || operation.idempotent === 'secret')) {
    codes.add('idempotency_in_progress').add('idempotency_mismatch');
  }
  return codes;
}

function responseOf(codes: readonly ErrorCode[]): OpenApiResponse {
  const isRetried = codes.some((code) => errorKinds[code].retry === 'later');
  return {
    description: codes.map((code) => `\`${code}\`: ${errorKinds[code].title}`).join('; '),
    headers: {
      'x-request-id': headerRef('RequestId'),
      ...(isRetried ? { 'retry-after': headerRef('RetryAfter') } : {}),
    },
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
