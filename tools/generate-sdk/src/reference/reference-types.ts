import { refName, resolve } from '../model/document.ts';
import type { Document, Schema } from '../model/document.ts';
import { boundsOf, describedBy, withoutNull } from '../model/field-docs.ts';
import { typeName } from '../model/names.ts';

/** One row of a table of fields: nested fields have dotted names, items of lists `[]`. */
export interface FieldRow {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly text: string;
}

/** The fields of an object schema with those of the objects inside it. */
export function rowsOf(schema: Schema, prefix = ''): readonly FieldRow[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const row: FieldRow = {
      name: prefix + name,
      type: typeText(field),
      isRequired: schema.required?.includes(name) ?? false,
      text: textOf(field),
    };
    return [row, ...inside(field, prefix + name)];
  });
}

function inside(field: Schema, name: string): readonly FieldRow[] {
  const schema = withoutNull(field);
  if (schema.properties !== undefined) return rowsOf(schema, `${name}.`);
  const item = schema.items === undefined ? undefined : withoutNull(schema.items);
  return item?.properties === undefined ? [] : rowsOf(item, `${name}[].`);
}

/** Description, bounds and examples of one field. */
export function textOf(field: Schema): string {
  const said = describedBy(field);
  const sentences = [...(said === undefined ? [] : [said]), ...boundsOf(field, said)];
  return sentences.join('. ').replace(/[.]$/, '');
}

/** A type in words of JSON: `string (uuid)`, `"draft" \| "running"`, `Campaign[]`. */
export function typeText(given: Schema): string {
  const name = refName(given);
  if (name !== undefined) return link(typeName(name));
  const options = given.anyOf ?? given.oneOf;
  if (options !== undefined) return [...new Set(options.map(typeText))].join(' or ');
  if (given.const !== undefined) return code(JSON.stringify(given.const));
  if (given.enum !== undefined) return given.enum.map((value) => code(JSON.stringify(value))).join(' or ');
  return [given.type ?? 'any JSON']
    .flat()
    .map((type) => plainType(type, given))
    .join(' or ');
}

function plainType(type: string, schema: Schema): string {
  if (type === 'array') return `list of ${schema.items === undefined ? 'anything' : typeText(schema.items)}`;
  if (type === 'object' && typeof schema.additionalProperties === 'object') {
    return `object of ${typeText(schema.additionalProperties)}`;
  }
  return schema.format === undefined || type === 'null' ? type : `${type} (${schema.format})`;
}

function link(name: string): string {
  return `[${name}](#${name.toLowerCase()})`;
}

/** Text as inline code. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** A table of fields, or a sentence when there are none. */
export function fieldTable(rows: readonly FieldRow[], isInput: boolean): string {
  if (rows.length === 0) return 'Any fields.';
  const lines = rows.map(({ name, type, isRequired, text }) => {
    const mark = isInput ? (isRequired ? ' **required**' : '') : isRequired ? '' : ' *may be absent*';
    return `| ${code(name)}${mark} | ${cell(type)} | ${cell(text)} |`;
  });
  return ['| field | type | |', '|---|---|---|', ...lines].join('\n');
}

/** Text that may stand in a cell of a table. */
export function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
}

/** The section of one named type. */
export function typeSection(document: Document, name: string, component: string): string {
  const schema = resolve(document, { $ref: `#/components/schemas/${component}` });
  const intro = schema.description === undefined ? [] : [`${schema.description.replace(/[.]$/, '')}.`, ''];
  const body = schema.properties === undefined ? typeText(schema) : fieldTable(rowsOf(schema), false);
  return [`### ${name}`, '', ...intro, body].join('\n');
}
