import type { Contract, EventTree } from '@marquee/api/operation';
import { eventsOf, operationsOf } from '@marquee/api/operation';
import { isJsonOperation, restPrefix, routeOf } from '../routes.ts';
import type { JsonSchema } from './json-schema.ts';
import { describeOperation } from './openapi-operation.ts';
import type { OpenApiOperation } from './openapi-operation.ts';
import { problemComponents, problemSchemas, responseHeaders } from './openapi-problems.ts';
import type { OpenApiResponse } from './openapi-problems.ts';
import { OpenApiSchemas } from './openapi-schemas.ts';

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: '3.1.1';
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers: readonly { readonly url: string; readonly description?: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly responses?: Readonly<Record<string, OpenApiResponse>>;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly securitySchemes: Readonly<Record<string, unknown>>;
  };
  /** Every event by name: OpenAPI has no place for what a stream carries. */
  readonly 'x-events'?: Readonly<Record<string, OpenApiEvent>>;
}

/** One event as the document tells it. */
export interface OpenApiEvent {
  readonly summary: string;
  readonly scope: string;
  readonly data: JsonSchema;
}

/** Who may call: both travel as `Authorization: Bearer …`. */
export const securitySchemes = {
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'API key',
    description: 'An API key from workspace.apiKeys.create',
  },
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token from auth.login' },
};

/** The OpenAPI document of a contract and its events: the same bytes for the same contract, paths and schemas sorted. */
export function openApiOf(contract: Contract, events: EventTree = {}): OpenApiDocument {
  const operations = operationsOf(contract);
  const schemas = new OpenApiSchemas();
  // Answers first, so that they get the plain names; see OpenApiSchemas.
  for (const [, operation] of operations) {
    if (isJsonOperation(operation) && operation.status !== 204) schemas.of(operation.output, 'output');
    else if (operation.output !== undefined && !isJsonOperation(operation)) schemas.of(operation.output, 'output');
  }
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const [name, operation] of operations) {
    const { method, path } = routeOf(operation.rest);
    const item = (paths[path] ??= {});
    const key = method.toLowerCase();
    if (item[key] !== undefined)
      throw new Error(`${operation.rest} is declared twice: ${item[key].operationId}, ${name}`);
    item[key] = describeOperation(name, operation, schemas);
  }
  const happenings = eventsOf(events).map(({ name, summary, scope, data }): [string, OpenApiEvent] => [
    name,
    { summary, scope, data: schemas.of(data, 'output') },
  ]);
  return {
    openapi: '3.1.1',
    info: {
      title: 'Marquee',
      version: '1.0.0',
      summary: 'Ads, messaging, metrics, predictions and social publishing behind one API',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: restPrefix }],
    tags: tagsOf(operations.map(([name]) => name)),
    paths: sorted(paths),
    components: {
      schemas: { ...schemas.all(), ...problemSchemas },
      responses: problemComponents(paths),
      headers: responseHeaders,
      securitySchemes,
    },
    ...(happenings.length === 0 ? {} : { 'x-events': Object.fromEntries(happenings) }),
  };
}

/** A document as it is written and served. */
export function openApiText(document: OpenApiDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

function tagsOf(names: readonly string[]): readonly { readonly name: string }[] {
  const tags = new Set(names.map((name) => name.split('.').slice(0, -1).join('.')));
  return [...tags].sort().map((name) => ({ name }));
}

function sorted<T>(record: Readonly<Record<string, Readonly<Record<string, T>>>>): Record<string, Record<string, T>> {
  const keys = Object.keys(record).sort();
  return Object.fromEntries(
    keys.map((key) => [
      key,
      Object.fromEntries(Object.entries(record[key] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))),
    ]),
  );
}
