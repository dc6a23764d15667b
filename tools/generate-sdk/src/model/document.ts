import { readFile } from 'node:fs/promises';

/** The keywords of JSON schema that our OpenAPI document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

/** Bodies by media type. */
export type Content = Readonly<Record<string, { readonly schema: Schema }>>;

/** One operation as our OpenAPI document tells it. */
export interface DocumentOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly content?: Content }>>;
  readonly 'x-kind': 'query' | 'mutation' | 'raw' | 'stream';
  readonly 'x-access': string;
  readonly 'x-limit': string;
  readonly 'x-role'?: string;
  readonly 'x-idempotent'?: 'key' | 'natural' | 'secret';
  readonly 'x-since'?: string;
  readonly 'x-deprecated'?: string;
  /** Input of one call, where what the schemas say does not make a good one. */
  readonly 'x-example'?: Readonly<Record<string, unknown>>;
}

/** One kind of event as our OpenAPI document tells it. */
export interface DocumentEvent {
  readonly summary: string;
  readonly scope: string;
  readonly data: Schema;
}

/** The parts of our OpenAPI document that the SDK is made from. */
export interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly summary?: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>;
  readonly 'x-events'?: Readonly<Record<string, DocumentEvent>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** The OpenAPI document that is written from the contract. */
export const documentFile = new URL('../../../../packages/api/generated/openapi.json', import.meta.url);

/** Reads it. */
export async function readDocument(): Promise<Document> {
  return JSON.parse(await readFile(documentFile, 'utf8')) as Document; // our own generator wrote it
}

/** The name that a reference to a component ends in. */
export function refName(schema: Schema): string | undefined {
  return schema.$ref?.slice(schema.$ref.lastIndexOf('/') + 1);
}

/** What a reference stands for; any other schema as it is. */
export function resolve(document: Document, schema: Schema): Schema {
  const name = refName(schema);
  if (name === undefined) return schema;
  const found = document.components.schemas[name];
  if (found === undefined) throw new Error(`the document has no schema ${name}`);
  return found;
}

/** The names of every component that a schema reaches, itself included when it is a reference. */
export function reached(document: Document, schema: Schema, found = new Set<string>()): ReadonlySet<string> {
  const name = refName(schema);
  if (name !== undefined) {
    if (found.has(name)) return found;
    found.add(name);
    return reached(document, resolve(document, schema), found);
  }
  for (const child of childrenOf(schema)) reached(document, child, found);
  return found;
}

function childrenOf(schema: Schema): readonly Schema[] {
  const { properties, items, additionalProperties, anyOf = [], oneOf = [], allOf = [] } = schema;
  return [
    ...Object.values(properties ?? {}),
    ...(items === undefined ? [] : [items]),
    ...(typeof additionalProperties === 'object' ? [additionalProperties] : []),
    ...anyOf,
    ...oneOf,
    ...allOf,
  ];
}
