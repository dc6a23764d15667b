import type { AnyOperation } from '@marquee/api/operation';
import type { JsonSchema } from '../../http/openapi/json-schema.ts';
import { urlParametersOf, without } from '../../http/openapi/openapi-operation.ts';
import type { OpenApiOperation, OpenApiParameter } from '../../http/openapi/openapi-operation.ts';
import { responseHeaders } from '../../http/openapi/openapi-problems.ts';
import { OpenApiSchemas } from '../../http/openapi/openapi-schemas.ts';
import { securitySchemes } from '../../http/openapi/openapi.ts';
import type { OpenApiDocument } from '../../http/openapi/openapi.ts';
import { isJsonOperation, pathParametersOf } from '../../http/routes.ts';
import { answerSchema } from '../answer.ts';
import type { Dialect, Entry, Paging } from '../dialect.ts';
import { offsetRowsMax } from '../paging.ts';
import { compatRouteOf } from '../serve.ts';

/** The OpenAPI document of one dialect: the same entries that serve its routes, applied to the schemas. */
export function dialectOpenApi(dialect: Dialect, operations: ReadonlyMap<string, AnyOperation>): OpenApiDocument {
  const schemas = new OpenApiSchemas();
  const routes = Object.entries(dialect.entries).map(([route, entry]) => {
    const operation = operations.get(entry.operation);
    if (operation === undefined)
      throw new Error(`the ${dialect.document} dialect names ${entry.operation}, which the contract lacks`);
    return { ...compatRouteOf(route), entry, operation };
  });
  // Answers first, so that they get the plain names; see OpenApiSchemas.
  const answers = new Map(
    routes.map(({ entry, operation }) => [entry, answerOf(dialect, entry, { operation, operations, schemas })]),
  );
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const { method, path, entry, operation } of routes) {
    const item = (paths[dialect.base + path] ??= {});
    item[method.toLowerCase()] = operationOf(dialect, path, {
      method,
      entry,
      operation,
      schemas,
      answer: answers.get(entry) ?? null,
    });
  }
  return {
    openapi: '3.1.1',
    info: { title: dialect.title, version: '1.0.0' },
    servers: [{ url: `/compat/${dialect.document}` }],
    tags: [],
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      schemas: { ...schemas.all(), Failure: dialect.problem.schema },
      headers: responseHeaders,
      securitySchemes,
    },
  };
}

interface Answering {
  readonly operation: AnyOperation;
  readonly operations: ReadonlyMap<string, AnyOperation>;
  readonly schemas: OpenApiSchemas;
}

function answerOf(dialect: Dialect, entry: Entry, { operation, operations, schemas }: Answering): JsonSchema | null {
  const told = entry.settle === undefined ? operation : (operations.get(entry.settle.operation) ?? operation);
  if (told.output === undefined) return null;
  if (!isJsonOperation(operation) && entry.shape === undefined) return schemas.of(told.output, 'output');
  return answerSchema(dialect, entry, {
    output: schemas.of(told.output, 'output'),
    resolve: (schema) => schemas.resolve(schema),
  });
}

interface Route {
  readonly method: string;
  readonly entry: Entry;
  readonly operation: AnyOperation;
  readonly schemas: OpenApiSchemas;
  readonly answer: JsonSchema | null;
}

function operationOf(
  dialect: Dialect,
  path: string,
  { method, entry, operation, schemas, answer }: Route,
): OpenApiOperation {
  const input = documentInput(
    entry,
    schemas.resolve(schemas.of(isJsonOperation(operation) ? operation.input : operation.params, 'input')),
  );
  const inPath = pathParametersOf(path);
  const hasBody = method !== 'GET' && method !== 'DELETE';
  const isRaw = !isJsonOperation(operation);
  const inUrl = hasBody && !isRaw ? inPath : Object.keys(input.properties ?? {});
  const body = without(input, inPath);
  const mediaType = answer === null && isRaw ? (operation.produces[0] ?? 'application/json') : 'application/json';
  const status = entry.status ?? operation.status ?? 200;
  const failure = {
    description: 'The request failed',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
  };
  return {
    operationId: entry.operation,
    tags: [],
    summary: operation.summary,
    parameters: [...urlParametersOf(input, inPath, inUrl), ...pagingParameters(entry.list?.paging)],
    ...(hasBody ? bodyOf(operation, body) : {}),
    responses: {
      [String(status === 204 ? 200 : status)]: {
        description: entry.message ?? 'Done',
        content: { [mediaType]: { schema: answer ?? {} } },
      },
      ...(entry.settle === undefined
        ? {}
        : {
            [String(entry.settle.pending.status)]: {
              description: entry.settle.pending.message,
              content: { [mediaType]: { schema: answer ?? {} } },
            },
          }),
      default: failure,
    },
    security:
      operation.scope === 'public' || operation.scope.startsWith('signature:') ? [] : [{ bearer: [] }, { apiKey: [] }],
    'x-document': dialect.document,
  };
}

function bodyOf(operation: AnyOperation, body: JsonSchema): Pick<OpenApiOperation, 'requestBody'> | object {
  if (!isJsonOperation(operation)) {
    const content = (operation.consumes ?? []).map((type): readonly [string, { schema: JsonSchema }] => [
      type,
      { schema: {} },
    ]);
    return content.length === 0 ? {} : { requestBody: { required: true, content: Object.fromEntries(content) } };
  }
  if (Object.keys(body.properties ?? {}).length === 0) return {};
  const schema = { schema: body };
  const content = {
    'application/json': schema,
    ...(operation.form === true ? { 'application/x-www-form-urlencoded': schema } : {}),
  };
  return { requestBody: { required: (body.required?.length ?? 0) > 0, content } };
}

/** Our input under the document's names, without the fields that the entry fills or the paging replaces. */
function documentInput(entry: Entry, input: JsonSchema): JsonSchema {
  const filled = Object.keys(entry.defaults ?? {});
  const paged = entry.list === undefined ? [] : ['limit', 'cursor', 'include_total'];
  const kept = without(input, [...filled, ...paged]);
  const theirs = new Map(Object.entries(entry.params ?? {}).map(([name, ours]) => [ours, name]));
  const named = (name: string) => theirs.get(name) ?? name;
  return {
    ...kept,
    properties: Object.fromEntries(
      Object.entries(kept.properties ?? {}).map(([name, schema]) => [named(name), schema]),
    ),
    ...(kept.required === undefined ? {} : { required: kept.required.map(named) }),
  };
}

function pagingParameters(paging: Paging | undefined): readonly OpenApiParameter[] {
  const whole = (name: string, standard: number, maximum: number): OpenApiParameter => ({
    name,
    in: 'query',
    required: false,
    description: `The first ${offsetRowsMax} rows can be reached; native lists page by cursor without an end`,
    schema: { type: 'integer', minimum: 1, maximum, default: standard },
  });
  if (paging?.kind === 'page') {
    return [whole(paging.page, 1, offsetRowsMax), whole(paging.perPage, paging.perPageDefault, paging.perPageMax)];
  }
  return paging?.kind === 'limit' ? [whole(paging.limit, paging.limitDefault, paging.limitMax)] : [];
}
