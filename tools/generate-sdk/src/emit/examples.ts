import { Code } from '../../../../packages/sdk/src/snippet-text.ts';
import type { SnippetValues } from '../../../../packages/sdk/src/snippet-text.ts';
import { refName } from '../model/document.ts';
import type { Document, Schema } from '../model/document.ts';
import { resolve } from '../model/document.ts';
import { withoutNull } from '../model/field-docs.ts';
import type { SdkOperation } from '../model/operations.ts';

/** An id in examples. */
const exampleId = '01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f';

/** Whether ids are written out, or named as the variables that a reader has them in. */
export type IdStyle = 'literal' | 'variable';

/** Values for one call of an operation: its path, and the contract's own example or what it requires. */
export function exampleValues(document: Document, operation: SdkOperation, ids: IdStyle): SnippetValues {
  const path = operation.pathParameters.map(({ name, schema }) => [name, schema] as const);
  const shown = [...path, ...chosenFields(operation)].map(([name, schema]): [string, unknown] => [
    name,
    ids === 'variable' && isId(schema) ? new Code(name) : exampleOf(document, schema, name),
  ]);
  return {
    ...Object.fromEntries(shown),
    ...operation.declared['x-example'],
    ...(operation.answer.kind === 'upload' ? { file: 'contacts.csv' } : {}),
  };
}

function isId(schema: Schema): boolean {
  return withoutNull(schema).format === 'uuid';
}

/** What is required; of a change that requires nothing, the first field with an example. */
function chosenFields({ params, declared }: SdkOperation): readonly (readonly [string, Schema])[] {
  if (params === null || declared['x-example'] !== undefined) return [];
  const fields = Object.entries(params.schema.properties ?? {});
  const required = fields.filter(([name]) => params.schema.required?.includes(name));
  if (required.length > 0 || declared['x-kind'] !== 'mutation') return required;
  return fields.filter(([, schema]) => hasExample(schema)).slice(0, 1);
}

/** Whether somebody wrote an example into the contract. */
export function hasExample(schema: Schema): boolean {
  return (schema.examples ?? withoutNull(schema).examples ?? []).length > 0;
}

/**
 * A value that a schema admits: its own example where it has one.
 *
 * @throws when a text has neither example, format nor list of values: an invented text would mislead
 */
export function exampleOf(document: Document, given: Schema, name = 'value'): unknown {
  const [written] = given.examples ?? [];
  if (written !== undefined) return written;
  if (refName(given) !== undefined) return exampleOf(document, resolve(document, given), name);
  const schema = withoutNull(given);
  const [inner] = schema.examples ?? [];
  const known = inner ?? schema.const ?? schema.enum?.[0] ?? schema.default;
  if (known !== undefined && known !== null) return known;
  const [option] = schema.anyOf ?? schema.oneOf ?? [];
  if (option !== undefined) return exampleOf(document, option, name);
  const type = [schema.type].flat().find((one) => one !== 'null');
  switch (type) {
    case 'object':
      return exampleObject(document, schema);
    case 'array':
      return schema.items === undefined ? [] : [exampleOf(document, schema.items, name)];
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    case 'null':
    case undefined:
      return null;
    default:
      return exampleText(schema, name);
  }
}

function exampleObject(document: Document, schema: Schema): unknown {
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name) ?? false);
  return Object.fromEntries(fields.map(([name, field]) => [name, exampleOf(document, field, name)]));
}

const texts: Readonly<Record<string, string>> = {
  uuid: exampleId,
  'date-time': '2026-03-15T09:00:00Z',
  date: '2026-03-15',
  email: 'ada@example.com',
  uri: 'https://example.com',
};

function exampleText({ format, description }: Schema, name: string): string {
  const known = texts[format ?? ''] ?? /such as `([^`]+)`/.exec(description ?? '')?.[1];
  if (known === undefined) throw new Error(`the contract gives no example of ${name}: add .meta({ examples: […] })`);
  return known;
}
