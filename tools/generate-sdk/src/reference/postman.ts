import { exampleOf, exampleValues } from '../emit/examples.ts';
import type { Document } from '../model/document.ts';
import type { Model } from '../model/model.ts';
import type { SdkOperation, SdkResource } from '../model/operations.ts';
import { repeatingOf } from '../model/repeating.ts';
import { exampleServer } from './reference.ts';

/** A Postman collection (v2.1) of every operation, with the examples of the contract. */
export function postmanCollection({ document, resources }: Model): string {
  const collection = {
    info: {
      name: document.info.title,
      description: document.info.summary ?? '',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{api_key}}', type: 'string' }] },
    variable: [
      { key: 'base_url', value: exampleServer, type: 'string' },
      { key: 'api_key', value: '', type: 'string' },
    ],
    item: [...Map.groupBy(resources, ({ domain }) => domain)]
      .map(([domain, found]) => ({
        name: domain,
        item: found.flatMap((resource) => folderOf(document, resource)),
      }))
      .filter(({ item }) => item.length > 0),
  };
  return `${JSON.stringify(collection, null, 2)}\n`;
}

function folderOf(document: Document, { name, operations }: SdkResource): readonly object[] {
  const items = operations.map((operation) => itemOf(document, operation));
  if (name === null || items.length === 0) return items;
  return [{ name, item: items }];
}

function itemOf(document: Document, operation: SdkOperation): object {
  const { declared, method } = operation;
  const values = exampleValues(document, operation, 'literal');
  return {
    name: declared.summary,
    request: {
      method,
      description: `${operation.name}${declared.description === undefined ? '' : `\n\n${declared.description}`}`,
      ...(declared['x-access'] === 'public' ? { auth: { type: 'noauth' } } : {}),
      header: headersOf(operation),
      url: urlOf(document, operation, values),
      ...bodyOf(operation, values),
    },
    response: [],
  };
}

function headersOf(operation: SdkOperation): readonly object[] {
  const { answer, params } = operation;
  const repeating = repeatingOf(operation);
  return [
    ...(params?.in === 'body' ? [{ key: 'Content-Type', value: 'application/json' }] : []),
    ...(repeating === 'key' || repeating === 'secret' ? [{ key: 'Idempotency-Key', value: '{{$guid}}' }] : []),
    ...(answer.kind === 'stream' ? [{ key: 'Accept', value: 'text/event-stream' }] : []),
  ];
}

function urlOf(document: Document, { path, pathParameters, params, answer }: SdkOperation, values: Values): object {
  const segments = [
    'api',
    'v1',
    ...path
      .slice(1)
      .split('/')
      .map((part) => part.replaceAll(/\{(\w+)\}/g, ':$1')),
  ];
  const fields =
    params?.in === 'query' && answer.kind !== 'upload' ? Object.entries(params.schema.properties ?? {}) : [];
  const query = fields.map(([key, schema]) => ({
    key,
    value: textOf(values[key] ?? orNull(() => exampleOf(document, schema, key))),
    description: schema.description ?? '',
    disabled: !(key in values),
  }));
  return {
    raw: `{{base_url}}/${segments.join('/')}`,
    host: ['{{base_url}}'],
    path: segments,
    ...(query.length === 0 ? {} : { query }),
    ...(pathParameters.length === 0
      ? {}
      : {
          variable: pathParameters.map(({ name, description }) => ({
            key: name,
            value: textOf(values[name]),
            description: description ?? '',
          })),
        }),
  };
}

type Values = Readonly<Record<string, unknown>>;

// An optional filter without an example stays empty: it is switched off until somebody fills it in.
function orNull(make: () => unknown): unknown {
  try {
    return make();
  } catch {
    return null;
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function bodyOf({ params, answer, pathParameters }: SdkOperation, values: Values): object {
  if (answer.kind === 'upload') {
    const fields = Object.keys(params?.schema.properties ?? {}).map((key) => ({
      key,
      type: 'text',
      value: '',
      disabled: true,
    }));
    return { body: { mode: 'formdata', formdata: [{ key: 'file', type: 'file', src: [] }, ...fields] } };
  }
  if (params?.in !== 'body') return {};
  const inPath = new Set(pathParameters.map(({ name }) => name));
  const sent = Object.fromEntries(Object.entries(values).filter(([name]) => !inPath.has(name)));
  return { body: { mode: 'raw', raw: JSON.stringify(sent, null, 2), options: { raw: { language: 'json' } } } };
}
