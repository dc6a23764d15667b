import type { Content, Document, DocumentOperation, Schema } from './model/document.ts';

/** A small document with the shapes that the generator tells apart. */
export function buildDocument(changes: {
  readonly paths?: Document['paths'];
  readonly schemas?: Readonly<Record<string, Schema>>;
}): Document {
  return {
    openapi: '3.1.1',
    info: { title: 'Test', version: '1' },
    servers: [{ url: '/api/v1' }],
    paths: changes.paths ?? {},
    components: { schemas: { Page: page, Problem: { type: 'object', properties: {} }, ...changes.schemas } },
  };
}

const page: Schema = {
  type: 'object',
  properties: { next_cursor: { type: ['string', 'null'] }, limit: { type: 'integer' } },
  required: ['next_cursor', 'limit'],
};

/** An operation with a JSON answer. */
export function buildOperation(operationId: string, changes: Partial<DocumentOperation> = {}): DocumentOperation {
  return {
    operationId,
    summary: 'Test',
    responses: { 200: { content: json({ type: 'object', properties: {} }) } },
    'x-kind': 'query',
    'x-access': 'shop:read',
    'x-limit': 'default',
    ...changes,
  };
}

/** A JSON body or answer. */
export function json(schema: Schema): Content {
  return { 'application/json': { schema } };
}

/** A reference to a component. */
export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

/** An object schema whose fields are all required. */
export function objectOf(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', properties, required: Object.keys(properties) };
}

/** A page of a component. */
export function pageOf(item: string, more: Readonly<Record<string, Schema>> = {}): Schema {
  return objectOf({ items: { type: 'array', items: ref(item) }, page: ref('Page'), ...more });
}
