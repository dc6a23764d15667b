import type { JsonSchema } from '../http/openapi/json-schema.ts';
import type { Dialect, Entry, Envelope, ListShape } from './dialect.ts';
import type { Window, Windowed } from './paging.ts';
import { shapeSchema, shapeValue } from './shape.ts';

/** An answer before its envelope: the data, and a list's totals. */
export interface Told {
  readonly data: unknown;
  readonly totals: Readonly<Record<string, number>> | null;
  readonly metadata?: unknown;
}

/** One record as the document tells it. */
export function tellRecord(entry: Entry, value: unknown): Told {
  return { data: entry.isEmpty === true ? null : shapeValue(entry.shape ?? {}, value), totals: null };
}

/** A list as the document tells it, with what stands beside it. */
export function tellList(entry: Entry, window: Window, { items, total, first }: Windowed): Told {
  const { item = {}, key, totals: names = [] } = entry.list ?? {};
  const shaped = items.map((one) => shapeValue(item, one));
  const { items: _items, page: _page, ...beside } = first;
  const all = { total, page: window.page, per_page: window.perPage, pages: Math.ceil(total / window.perPage) };
  const totals = Object.fromEntries(names.map((name) => [name, all[name]]));
  const rest = shapeValue(entry.shape ?? {}, beside);
  return { data: key === undefined ? shaped : { [key]: shaped, ...(rest as object) }, totals };
}

/** The whole body: data, totals and message in the document's envelope. */
export function wrap(
  dialect: Dialect,
  entry: Entry,
  {
    told,
    message = entry.message,
    at,
  }: { readonly told: Told; readonly message?: string | undefined; readonly at: string },
): unknown {
  const { envelope } = dialect;
  const totals = told.totals === null ? null : namedTotals(envelope, told.totals);
  if (entry.isBare === true) return told.data;
  return {
    ...envelope.constants,
    ...(envelope.data === null ? fieldsOf(told.data) : { [envelope.data]: told.data }),
    ...(told.metadata === undefined || envelope.metadata === undefined ? {} : { [envelope.metadata]: told.metadata }),
    ...(message === undefined || envelope.message === null ? {} : { [envelope.message]: message }),
    ...(totals === null ? {} : envelope.pagination === null ? totals : { [envelope.pagination.key]: totals }),
    ...(envelope.timestamp === null ? {} : { [envelope.timestamp]: at }),
  };
}

function fieldsOf(data: unknown): object {
  return typeof data === 'object' && data !== null ? data : {};
}

/** The JSON schema of what `wrap` makes of an operation's output. */
export function answerSchema(
  dialect: Dialect,
  entry: Entry,
  { output, resolve }: { readonly output: JsonSchema; readonly resolve: (schema: JsonSchema) => JsonSchema },
): JsonSchema {
  const data = entry.isEmpty === true ? { type: 'null' } : dataSchema(entry, output, resolve);
  if (entry.isBare === true) return data;
  const { envelope } = dialect;
  const constants = Object.entries(envelope.constants).map(([name, value]) => [name, { const: value }] as const);
  const totals = entry.list === undefined ? {} : totalsSchema(envelope, entry.list);
  const metadata = entry.telling?.schema.metadata;
  const hasMessage = entry.message !== undefined || entry.telling !== undefined;
  const properties = {
    ...Object.fromEntries(constants),
    ...(envelope.data === null ? resolve(data).properties : { [envelope.data]: data }),
    ...(metadata === undefined || envelope.metadata === undefined ? {} : { [envelope.metadata]: metadata }),
    ...(!hasMessage || envelope.message === null ? {} : { [envelope.message]: { type: 'string' } }),
    ...totals,
    ...(envelope.timestamp === null ? {} : { [envelope.timestamp]: { type: 'string', format: 'date-time' } }),
  };
  const inner = envelope.data === null ? (resolve(data).required ?? []) : [envelope.data];
  return {
    type: 'object',
    properties,
    required: [...constants.map(([name]) => name), ...inner, ...Object.keys(totals)],
  };
}

function dataSchema(entry: Entry, output: JsonSchema, resolve: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const { list, telling } = entry;
  if (telling !== undefined) return telling.schema.data;
  if (list === undefined) return entry.shape === undefined ? output : shapeSchema(entry.shape, output, resolve);
  const { items, page: _page, ...beside } = resolve(output).properties ?? {};
  // The items of a page are always declared by one schema.
  const item = (items?.items ?? {}) as JsonSchema;
  const array: JsonSchema = {
    type: 'array',
    items: list.item === undefined ? item : shapeSchema(list.item, item, resolve),
  };
  if (list.key === undefined) return array;
  const rest = shapeSchema(entry.shape ?? {}, { type: 'object', properties: beside }, resolve);
  return { type: 'object', properties: { [list.key]: array, ...rest.properties }, required: [list.key] };
}

function totalsSchema(envelope: Envelope, list: ListShape): Readonly<Record<string, JsonSchema>> {
  const names = Object.keys(namedTotals(envelope, Object.fromEntries(list.totals.map((name) => [name, 0]))));
  const properties = Object.fromEntries(
    names.map((name): readonly [string, JsonSchema] => [name, { type: 'integer' }]),
  );
  if (envelope.pagination === null) return properties;
  return { [envelope.pagination.key]: { type: 'object', properties, required: names } };
}

function namedTotals(
  { pagination }: Envelope,
  totals: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  if (pagination === null) return totals;
  return Object.fromEntries(Object.entries(totals).map(([name, value]) => [pagination.names[name] ?? name, value]));
}
