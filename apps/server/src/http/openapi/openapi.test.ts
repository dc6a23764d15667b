import { contract } from '@marquee/api';
import { operation } from '@marquee/api/operation';
import { operationsOf } from '@marquee/api/operation';
import { reference } from '@marquee/api/system/reference.contract';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { buildTestApp, fakeInvoker, testContract } from '../../testing/doors/doors.ts';
import { referenceService } from '../reference/reference.ts';
import { openApiOf, openApiText } from './openapi.ts';

const document = openApiOf(testContract);
const base = { scope: 'system:read', tx: 'read', limit: 'default', summary: 'Test', kind: 'query' } as const;

test('an operation is told by its name, parameters, body, answer and problems', () => {
  const create = document.paths['/things']?.['post'];
  const update = document.paths['/things/{phone_e164}']?.['put'];

  expect(create).toMatchObject({
    operationId: 'shop.things.create',
    tags: ['shop.things'],
    security: [{ bearer: [] }, { apiKey: [] }],
  });
  expect(create?.responses['201']?.headers).toHaveProperty('location');
  expect(create?.responses['201']?.content?.['application/json']?.schema).toEqual({
    $ref: '#/components/schemas/Thing',
  });
  expect(create?.parameters?.map(({ name }) => name)).toEqual(['Idempotency-Key']);
  expect(create?.responses['409']).toEqual({ $ref: '#/components/responses/idempotency_in_progress' });
  expect(document.components.responses?.['idempotency_in_progress']?.content).toHaveProperty(
    'application/problem+json',
  );
  expect(update?.parameters).toMatchObject([{ name: 'phone_e164', in: 'path', required: true }]);
  expect(Object.keys(update?.requestBody?.content ?? {})).toEqual([
    'application/json',
    'application/x-www-form-urlencoded',
  ]);
  expect(Object.keys(update?.requestBody?.content['application/json']?.schema.properties ?? {})).toEqual(['size']);
});

test('query parameters are optional where the input has defaults, and lists are comma-separated', () => {
  const parameters = document.paths['/things']?.['get']?.parameters ?? [];

  expect(parameters.find(({ name }) => name === 'limit')).toMatchObject({
    in: 'query',
    required: false,
    schema: { default: 50 },
  });
  expect(parameters.find(({ name }) => name === 'tags')).toMatchObject({ style: 'form', explode: false });
});

test('raw operations tell their media types', () => {
  const upload = document.paths['/files']?.['post'];

  expect(Object.keys(upload?.requestBody?.content ?? {})).toEqual(['multipart/form-data', 'text/csv']);
  expect(document.paths['/files/{name}']?.['get']?.responses['200']?.content).toHaveProperty('text/csv');
  expect(document.paths['/hook']?.['post']?.security).toEqual([]);
});

test('the same contract gives the same bytes', () => {
  expect(openApiText(openApiOf(testContract))).toBe(openApiText(document));
});

test('two schemas with one name are an error; an input that differs from its answer gets a name of its own', () => {
  const One = z.object({ a: z.string() }).meta({ id: 'Clash' });
  const get = (input: z.ZodObject, output: z.ZodType, rest: 'GET /a' | 'POST /b') =>
    operation({ ...base, rest, input, output });
  z.globalRegistry.remove(One);
  const Other = z.object({ b: z.string() }).meta({ id: 'Clash' });
  z.globalRegistry.add(One, { id: 'Clash' });
  const Defaulted = z.object({ n: z.int().default(1) }).meta({ id: 'Defaulted' });
  const both = openApiOf({ x: { y: { z: get(z.object({ it: Defaulted }), Defaulted, 'POST /b') } } });

  expect(() =>
    openApiOf({ x: { y: { a: get(z.object({}), One, 'GET /a'), b: get(z.object({}), Other, 'POST /b') } } }),
  ).toThrow(/Clash/);
  expect(both.components.schemas).toHaveProperty('DefaultedInput');
  expect(both.components.schemas['Defaulted']?.required).toEqual(['n']);
});

test('a route declared twice is an error', () => {
  const one = operation({ ...base, rest: 'GET /a', input: z.object({}), output: z.object({}) });

  expect(() => openApiOf({ x: { y: { a: one, b: one } } })).toThrow(/declared twice/);
});

test('the whole contract has a document with every operation, and every reference in it resolves', () => {
  const whole = openApiOf(contract);
  const ids = Object.values(whole.paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId));
  const refs = [...openApiText(whole).matchAll(/"#\/components\/(\w+\/[^"]+)"/g)].map((match) => match[1] ?? '');
  const { components } = whole;
  const named = Object.entries(components).flatMap(([kind, parts]) =>
    Object.keys(parts).map((name) => `${kind}/${name}`),
  );

  expect(ids.sort()).toEqual(
    operationsOf(contract)
      .map(([name]) => name)
      .sort(),
  );
  expect(refs.filter((ref) => !named.includes(ref))).toEqual([]);
});

test('the document and its pages are served offline, with no inline script', async () => {
  const served = { system: reference };
  const handlers = referenceService(() => served);
  const invoker = fakeInvoker(
    {},
    {
      'system.openapi': (request, incoming) => handlers.openapi(request, incoming as never), // the handlers use no context
      'system.docs': (request, incoming) => handlers.docs(request, incoming as never),
      'system.redoc': (request, incoming) => handlers.redoc(request, incoming as never),
    },
  );
  await using app = await buildTestApp({ contract: served, invoker });

  expect((await app.inject('/openapi.json')).json().paths).toHaveProperty('/openapi.json');
  expect((await app.inject('/api/v1/openapi.json')).statusCode).toBe(200);
  for (const path of ['/docs', '/redoc', '/api/v1/docs']) {
    const page = await app.inject(path);
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    expect(page.body).not.toMatch(/<script>|https?:\/\//);
    const sources = [...page.body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1] ?? '');
    for (const source of sources) expect((await app.inject(source)).statusCode).toBe(200);
  }
});
