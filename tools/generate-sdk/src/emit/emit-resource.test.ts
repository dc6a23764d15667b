import { expect, test } from 'vitest';
import type { DocumentOperation } from '../model/document.ts';
import { modelOf } from '../model/model.ts';
import { buildDocument, buildOperation, json, objectOf, pageOf, ref } from '../testing.ts';
import { emitResource } from './emit-resource.ts';

const text = { type: 'string', description: 'Text', examples: ['x'] } as const;
const schemas = {
  Thing: objectOf({ id: text, name: text, size: text, colour: text }),
  DetailedThing: objectOf({ id: text, name: text, size: text, colour: text, parts: text }),
  ThingPage: pageOf('Thing'),
  ThingReport: pageOf('Thing', { total_size: { type: 'integer' } }),
};
const paging = (['cursor', 'include_total', 'limit'] as const).map((name) => ({
  name,
  in: 'query' as const,
  required: false,
  schema: { type: 'string' },
}));
const thingId = { name: 'thing_id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } } as const;

/** The class of `shop.things` with these operations, by method and path. */
async function emit(paths: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>): Promise<string> {
  const model = await modelOf(buildDocument({ paths, schemas }));
  const resource = model.resources.find(({ file }) => file === 'shop/things');
  return resource === undefined ? '' : emitResource(model, resource);
}

const list = buildOperation('shop.things.list', {
  parameters: paging,
  responses: { 200: { content: json(ref('ThingPage')) } },
});
const fields = { name: text, note: { type: 'string' } };

test('a list answers pages, and its params extend those of every list', async () => {
  const code = await emit({ '/things': { get: list } });

  expect(code).toContain('list(params?: ThingListParams, options?: RequestOptions): PagePromise<Thing> {');
  expect(code).toContain("return this.client.page('GET /things', { query: params }, options);");
  expect(code).toContain('export interface ThingListParams extends PageParams {}');
});

test('what a page has besides its items is part of its type', async () => {
  const code = await emit({
    '/things': { get: { ...list, responses: { 200: { content: json(ref('ThingReport')) } } } },
  });

  expect(code).toContain('PagePromise<Thing, ThingReport>');
  expect(code).toMatch(/export interface ThingReport \{\s*total_size: number;\s*\}/);
});

test('path parameters come first, then params, then options; a change needs params, and is a part of what is created', async () => {
  const body = { required: true, content: json({ type: 'object', properties: fields, required: ['name'] }) };
  const change = { required: false, content: json({ type: 'object', properties: fields }) };
  const answer = { responses: { 200: { content: json(ref('Thing')) } }, 'x-kind': 'mutation' } as const;
  const code = await emit({
    '/things': {
      get: list,
      post: buildOperation('shop.things.create', { ...answer, requestBody: body, 'x-idempotent': 'key' }),
    },
    '/things/{thing_id}': {
      put: buildOperation('shop.things.update', {
        ...answer,
        requestBody: change,
        parameters: [thingId],
        'x-idempotent': 'natural',
      }),
    },
  });

  expect(code).toContain("return this.client.call('POST /things', { body: params, key: true }, options);");
  expect(code).toContain(
    'update(thing_id: string, params: ThingUpdateParams, options?: RequestOptions): ApiPromise<Thing>',
  );
  expect(code).toContain(
    "return this.client.call('PUT /things/{thing_id}', { path: [thing_id], body: params }, options);",
  );
  expect(code).toContain('export type ThingUpdateParams = Partial<ThingCreateParams>;');
});

test('a change that would be done twice is marked, so that it is not sent again blindly', async () => {
  const code = await emit({ '/things': { post: buildOperation('shop.things.make', { 'x-kind': 'mutation' }) } });

  expect(code).toContain("return this.client.call('POST /things', { once: true }, options);");
});

test('an answer that has every field of another extends it', async () => {
  const code = await emit({
    '/things': { get: list },
    '/things/{thing_id}': {
      get: buildOperation('shop.things.get', {
        parameters: [thingId],
        responses: { 200: { content: json(ref('DetailedThing')) } },
      }),
    },
  });

  expect(code).toMatch(/export interface DetailedThing extends Thing \{\s*\/\*\* Text. \*\/\s*parts: string;\s*\}/);
});

test('files go up by multipart and come down as streams; nothing is void', async () => {
  const multipart = { 'multipart/form-data': { schema: { type: 'object' } } };
  const raw = { 'x-kind': 'raw', parameters: [thingId] } as const;
  const code = await emit({
    '/things/{thing_id}/file': {
      post: buildOperation('shop.things.upload', {
        ...raw,
        requestBody: { required: true, content: multipart },
        responses: { 202: { content: json(ref('Thing')) } },
      }),
      get: buildOperation('shop.things.file', {
        ...raw,
        responses: { 200: { content: { 'text/csv': { schema: {} } } } },
      }),
      delete: buildOperation('shop.things.remove', {
        'x-kind': 'mutation',
        parameters: [thingId],
        responses: { 204: {} },
      }),
    },
  });

  expect(code).toContain('upload(thing_id: string, file: UploadSource, options?: UploadOptions): ApiPromise<Thing>');
  expect(code).toContain('file(thing_id: string, options?: RequestOptions): ApiPromise<Download>');
  expect(code).toContain('remove(thing_id: string, options?: RequestOptions): ApiPromise<void>');
});

test('the refusals of an operation stand in its docs, those of every call do not', async () => {
  const refs = { 404: { $ref: '#/components/responses/not_found' }, 500: { $ref: '#/components/responses/internal' } };
  const code = await emit({
    '/things/{thing_id}': {
      get: buildOperation('shop.things.get', {
        parameters: [thingId],
        responses: { 200: { content: json(ref('Thing')) }, ...refs },
      }),
    },
  });

  expect(code).toContain('@throws {NotFoundError}');
  expect(code).not.toContain('InternalError');
});

test('two resources that answer the same thing name their types apart', async () => {
  const filter = { name: 'of', in: 'query', required: false, schema: { type: 'string' } } as const;
  const favourites = { ...list, operationId: 'shop.favourites.list', parameters: [...paging, filter] };
  const document = buildDocument({ paths: { '/things': { get: list }, '/favourites': { get: favourites } }, schemas });
  const { types } = await modelOf(document);

  expect([...types.keys()]).toEqual(expect.arrayContaining(['ThingListParams', 'ShopFavouritesListParams']));
});
