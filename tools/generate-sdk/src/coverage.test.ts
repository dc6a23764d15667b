import { contract } from '@marquee/api';
import { errorKinds } from '@marquee/api/errors';
import { operationsOf } from '@marquee/api/operation';
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { Collection } from 'postman-collection';
import { expect, test } from 'vitest';
import { errorClasses } from '../../../packages/sdk/src/http/errors.ts';
import { domainsOf, entryOf } from './emit/emit-tree.ts';
import { exampleValues } from './emit/examples.ts';
import { exceptions } from './exceptions.ts';
import { readDocument, resolve } from './model/document.ts';
import type { Schema } from './model/document.ts';
import { describedBy } from './model/field-docs.ts';
import { modelOf } from './model/model.ts';
import { errorClass } from './model/names.ts';
import { methodsOf } from './model/operations.ts';
import { filesOf } from './outputs.ts';

const document = await readDocument();
const model = await modelOf(document);
const files = await filesOf(document);
const operations = operationsOf(contract);

test('every operation of the contract is a method of the SDK, or is named with the reason why not', () => {
  const methods = methodsOf(model.resources).map(([, { name }]) => name);
  const others = Object.entries(exceptions).flatMap(([name, { by }]) => (by === 'other door' ? [name] : []));

  expect([...methods, ...others].sort()).toEqual(operations.map(([name]) => name).sort());
});

test('every method stands in its class, in the reference, in the Postman collection and among the snippets', () => {
  const text = (file: string) => files.get(file) ?? '';
  const generated = methodsOf(model.resources).filter(([, { name }]) => exceptions[name] === undefined);
  for (const [{ file }, { verb }] of generated) {
    expect(text(`packages/sdk/src/generated/${file}.ts`)).toContain(`  ${verb}(`);
  }
  for (const [{ domain }, { name }] of methodsOf(model.resources)) {
    expect(text(`docs/reference/${domain}.md`)).toContain(`## ${name}\n`);
    expect(text('packages/sdk/src/generated/snippets.ts')).toContain(`'${name}': {`);
    expect(text('docs/reference/marquee.postman_collection.json')).toContain(`"description": "${name}`);
  }
});

test('the docs name the error class that the runtime throws for each code', () => {
  expect(Object.entries(errorClasses).map(([code, { name }]) => [code, name])).toEqual(
    Object.keys(errorKinds).map((code) => [code, errorClass(code)]),
  );
});

test('every domain has an entry of its own in the package', async () => {
  const manifest: unknown = JSON.parse(
    await readFile(new URL('../../../packages/sdk/package.json', import.meta.url), 'utf8'),
  );

  expect(manifest).toMatchObject({
    exports: Object.fromEntries(
      domainsOf(model).map((domain) => [`./${domain}`, `./src/generated/${entryOf(domain)}.ts`]),
    ),
  });
});

test('the same document gives the same bytes', async () => {
  expect(isDeepStrictEqual(await filesOf(document), files)).toBe(true);
});

test('every example is an input that its operation takes', () => {
  const refused = methodsOf(model.resources).flatMap(([, operation]) => {
    const [, declared] = operations.find(([name]) => name === operation.name) ?? [];
    const schema = declared === undefined ? undefined : 'params' in declared ? declared.params : declared.input;
    const { file: _file, ...values } = exampleValues(document, operation, 'literal');
    return schema?.safeParse(values).success === true ? [] : [operation.name];
  });

  expect(refused).toEqual([]);
});

test('every field that a caller writes or reads is described', () => {
  const bare = new Set<string>();
  const visit = (schema: Schema, path: string) => {
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      const described = describedBy(field) ?? describedBy(resolve(document, field));
      if (described === undefined && !structural.has(name)) bare.add(`${path}.${name}`);
    }
    const { properties = {}, items, anyOf = [] } = schema;
    for (const [name, field] of Object.entries(properties)) visit(field, `${path}.${name}`);
    for (const inner of [...anyOf, ...(items === undefined ? [] : [items])]) visit(inner, path);
  };
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    if (name !== 'Problem' && name !== 'FieldProblem') visit(schema, name);
  }
  for (const [, { name, params, pathParameters }] of methodsOf(model.resources)) {
    if (params !== null) visit(params.schema, name);
    for (const parameter of pathParameters) {
      if (parameter.description === undefined) bare.add(`${name}.${parameter.name}`);
    }
  }

  expect([...bare]).toEqual([]);
});

// What every list answers.
const structural = new Set(['items', 'page']);

test('Postman reads the collection: one request an operation, path parameters as its variables', () => {
  const collection = new Collection(JSON.parse(files.get('docs/reference/marquee.postman_collection.json') ?? ''));
  const requests: string[] = [];
  collection.forEachItem((item) => {
    requests.push(`${item.request.method} ${item.request.url.getPath({ unresolved: true })}`);
  });

  expect(requests.sort()).toEqual(
    methodsOf(model.resources)
      .map(([, { method, path }]) => `${method} /api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`)
      .sort(),
  );
});
