import type { AnyOperation, Operation, RawOperation } from '@marquee/api/operation';
import { isJsonOperation, pathParametersOf, routeOf } from '../routes.ts';
import type { JsonSchema } from './json-schema.ts';
import { headerRef, problemResponses } from './openapi-problems.ts';
import type { OpenApiResponse } from './openapi-problems.ts';
import type { OpenApiSchemas } from './openapi-schemas.ts';

/** One parameter of an OpenAPI operation. */
export interface OpenApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
  readonly style?: 'form' | 'simple';
  readonly explode?: boolean;
}

/** A request body by media type. */
export interface OpenApiBody {
  readonly required: boolean;
  readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

/** One operation of an OpenAPI document. */
export interface OpenApiOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly parameters?: readonly OpenApiParameter[];
  readonly requestBody?: OpenApiBody;
  readonly responses: Readonly<Record<string, OpenApiResponse>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly [extension: `x-${string}`]: unknown;
}

/** How the OpenAPI document tells one operation. */
export function describeOperation(name: string, operation: AnyOperation, schemas: OpenApiSchemas): OpenApiOperation {
  const call = isJsonOperation(operation) ? callOf(operation, schemas) : rawCallOf(operation, schemas);
  const { description, scope, deprecated } = operation;
  return {
    operationId: name,
    tags: [name.split('.').slice(0, -1).join('.')],
    summary: operation.summary,
    ...(description === undefined ? {} : { description }),
    ...(deprecated === undefined ? {} : { deprecated: true }),
    ...(call.parameters.length === 0 ? {} : { parameters: call.parameters }),
    ...(call.body === null ? {} : { requestBody: call.body }),
    responses: { ...call.responses, ...problemResponses(operation, call.hasInput) },
    security: scope === 'public' || scope.startsWith('signature:') ? [] : [{ bearer: [] }, { apiKey: [] }],
    'x-kind': operation.kind,
    'x-access': scope,
    'x-limit': operation.limit,
    ...extensionsOf(operation),
  };
}

function extensionsOf(operation: AnyOperation): Readonly<Record<`x-${string}`, unknown>> {
  const { role, since, deprecated, aliases, documented, example } = operation;
  return {
    ...(role === undefined ? {} : { 'x-role': role }),
    ...(isJsonOperation(operation) && operation.idempotent !== undefined
      ? { 'x-idempotent': operation.idempotent }
      : {}),
    ...(since === undefined ? {} : { 'x-since': since }),
    ...(deprecated === undefined ? {} : { 'x-deprecated': deprecated }),
    ...(example === undefined ? {} : { 'x-example': example }),
    ...(isJsonOperation(operation) && operation.bodyBytesMax !== undefined
      ? { 'x-body-bytes-max': operation.bodyBytesMax }
      : {}),
    ...(aliases === undefined ? {} : { 'x-aliases': aliases }),
    ...(documented === undefined || documented.length === 0 ? {} : { 'x-documented': documented }),
  };
}

interface Call {
  readonly parameters: readonly OpenApiParameter[];
  readonly body: OpenApiBody | null;
  readonly responses: Readonly<Record<string, OpenApiResponse>>;
  readonly hasInput: boolean;
}

function callOf(operation: Operation, schemas: OpenApiSchemas): Call {
  const { method, path } = routeOf(operation.rest);
  const inPath = pathParametersOf(path);
  const hasBody = method !== 'GET' && method !== 'DELETE';
  const schema = schemas.of(operation.input, 'input');
  const input = schemas.resolve(schema);
  const names = Object.keys(input.properties ?? {});
  return {
    parameters: [
      ...urlParametersOf(input, inPath, hasBody ? inPath : names),
      ...(operation.idempotent === 'key' || operation.idempotent === 'secret' ? [idempotencyKey] : []),
    ],
    body: hasBody ? bodyOf(operation, schema, without(input, inPath)) : null,
    responses: {
      [String(operation.status ?? 200)]: answerOf(operation, schemas),
      ...(operation.headers?.includes('etag') === true ? { '304': unchanged(operation) } : {}),
    },
    hasInput: names.length > 0,
  };
}

/** Parameters for each of `names` that the URL carries. */
export function urlParametersOf(
  input: JsonSchema,
  inPath: readonly string[],
  names: readonly string[],
): readonly OpenApiParameter[] {
  return names.map((name) => {
    const { description, ...schema } = input.properties?.[name] ?? {};
    const isPath = inPath.includes(name);
    return {
      name,
      in: isPath ? 'path' : 'query',
      required: isPath || (input.required?.includes(name) ?? false),
      ...(description === undefined ? {} : { description }),
      schema,
      ...(schema.type === 'array' ? { style: 'form', explode: false } : {}),
    };
  });
}

const idempotencyKey: OpenApiParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'A value of your own; sending the request again with it within 24 hours answers what the first one did',
  schema: { type: 'string', maxLength: 255 },
};

function bodyOf(operation: Operation, schema: JsonSchema, rest: JsonSchema): OpenApiBody | null {
  if (Object.keys(rest.properties ?? {}).length === 0 && rest.additionalProperties === undefined) return null;
  const isWhole = pathParametersOf(operation.rest).length === 0;
  const content = { schema: isWhole ? schema : rest };
  return {
    required: (rest.required?.length ?? 0) > 0,
    content: {
      'application/json': content,
      ...(operation.form === true ? { 'application/x-www-form-urlencoded': content } : {}),
    },
  };
}

/** An object schema without some of its properties. */
export function without(schema: JsonSchema, names: readonly string[]): JsonSchema {
  const properties = Object.entries(schema.properties ?? {}).filter(([name]) => !names.includes(name));
  const required = (schema.required ?? []).filter((name) => !names.includes(name));
  const { required: _all, ...rest } = schema;
  return { ...rest, properties: Object.fromEntries(properties), ...(required.length === 0 ? {} : { required }) };
}

function answerOf(operation: Operation, schemas: OpenApiSchemas): OpenApiResponse {
  const headers = {
    'x-request-id': headerRef('RequestId'),
    ...(operation.limit === 'unmetered'
      ? {}
      : { ratelimit: headerRef('RateLimit'), 'ratelimit-policy': headerRef('RateLimitPolicy') }),
    ...(operation.location === undefined ? {} : { location: headerRef('Location') }),
    ...(operation.idempotent === 'key' ? { 'idempotency-replayed': headerRef('IdempotencyReplayed') } : {}),
    ...ownHeaders(operation),
  };
  const description = statusTexts[operation.status ?? 200];
  if (operation.status === 204) return { description, headers };
  return { description, headers, content: { 'application/json': { schema: schemas.of(operation.output, 'output') } } };
}

function ownHeaders({ headers = [] }: Operation): Readonly<Record<string, unknown>> {
  const names = { etag: 'ETag', 'x-cache': 'XCache' } as const;
  return Object.fromEntries(headers.map((header) => [header, headerRef(names[header])]));
}

function unchanged(operation: Operation): OpenApiResponse {
  const headers = { 'x-request-id': headerRef('RequestId'), ...ownHeaders(operation) };
  return { description: 'What `If-None-Match` names is still the answer', headers };
}

const statusTexts = {
  200: 'Done',
  201: 'Made',
  202: 'Accepted; the work goes on',
  204: 'Done; nothing to tell',
} as const;

function rawCallOf(operation: RawOperation, schemas: OpenApiSchemas): Call {
  const inPath = pathParametersOf(routeOf(operation.rest).path);
  const input = schemas.resolve(schemas.of(operation.params, 'input'));
  const names = Object.keys(input.properties ?? {});
  const { consumes = [], produces, output } = operation;
  const body = consumes.map((type) => [type, { schema: rawSchemaOf(type) }] as const);
  const answers = produces.map((type): readonly [string, { schema: JsonSchema }] => [
    type,
    { schema: type === 'application/json' && output !== undefined ? schemas.of(output, 'output') : rawSchemaOf(type) },
  ]);
  return {
    parameters: urlParametersOf(input, inPath, names),
    body: body.length === 0 ? null : { required: true, content: Object.fromEntries(body) },
    responses: {
      [String(operation.status ?? 200)]: {
        description: statusTexts[operation.status ?? 200],
        headers: { 'x-request-id': headerRef('RequestId') },
        ...(operation.trailers === undefined ? {} : { 'x-trailers': operation.trailers }),
        content: Object.fromEntries(answers),
      },
    },
    hasInput: names.length > 0 || body.length > 0,
  };
}

function rawSchemaOf(mediaType: string): JsonSchema {
  if (mediaType === 'multipart/form-data') {
    return { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] };
  }
  if (mediaType.includes('json') || mediaType.includes('urlencoded')) return {};
  return mediaType.startsWith('text/') || mediaType.includes('xml')
    ? { type: 'string' }
    : { type: 'string', format: 'binary' };
}
