import type { JsonSchema } from '../http/openapi/json-schema.ts';

/** How an answer becomes a document's, field by field; applied in the order of these properties. */
export interface Shape {
  /** Keep only these fields, in this order. */
  readonly only?: readonly string[];
  /** Shapes of objects inside, by our field name. */
  readonly inside?: Readonly<Record<string, Shape>>;
  /** Letter case of text fields. */
  readonly values?: Readonly<Record<string, 'upper' | 'lower'>>;
  /** The document's words for values of text fields; a value without one passes as it is. */
  readonly words?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Records whose keys are in another letter case. */
  readonly keys?: Readonly<Record<string, 'upper' | 'lower'>>;
  /** Our name to the document's. */
  readonly rename?: Readonly<Record<string, string>>;
  /** Objects made of fields of this one, by the document's name. */
  readonly gather?: Readonly<Record<string, Shape>>;
  /** Fields that are the same in every answer. */
  readonly add?: Readonly<Record<string, string | number | boolean | null>>;
}

type Fields = Readonly<Record<string, unknown>>;

/** The document's form of a value; what is not an object passes as it is. */
export function shapeValue(shape: Shape, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const fields: Fields = { ...value };
  const names = shape.only?.filter((name) => name in fields) ?? Object.keys(fields);
  const entries = names.map((name): readonly [string, unknown] => [
    shape.rename?.[name] ?? name,
    shapeField(shape, name, fields[name]),
  ]);
  const gathered = Object.entries(shape.gather ?? {}).map(([name, inner]) => [name, shapeValue(inner, value)] as const);
  return { ...Object.fromEntries(entries), ...Object.fromEntries(gathered), ...shape.add };
}

function shapeField(shape: Shape, name: string, value: unknown): unknown {
  const inner = shape.inside?.[name];
  if (inner !== undefined) return shapeValue(inner, value);
  const valueCase = shape.values?.[name];
  if (valueCase !== undefined && typeof value === 'string') return inCase(value, valueCase);
  if (typeof value === 'string') return shape.words?.[name]?.[value] ?? value;
  const keyCase = shape.keys?.[name];
  if (keyCase !== undefined && typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [inCase(key, keyCase), one]));
  }
  return value;
}

/** The JSON schema of what `shapeValue` answers. Throws when the shape names a field that the schema lacks: a stale entry. */
export function shapeSchema(shape: Shape, schema: JsonSchema, resolve: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const source = resolve(schema);
  const [value, ...others] = source.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  if (value !== undefined && others.length === 0) {
    const { anyOf: _anyOf, ...about } = source;
    return { ...about, anyOf: [shapeSchema(shape, value, resolve), { type: 'null' }] };
  }
  const { properties = {}, required = [] } = source;
  checkNames(shape, properties);
  const names = shape.only ?? Object.keys(properties);
  const renamed = (name: string) => shape.rename?.[name] ?? name;
  const entries = names.map(
    (name) => [renamed(name), fieldSchema(shape, name, { schema: properties[name] ?? {}, resolve })] as const,
  );
  const added: (readonly [string, JsonSchema])[] = [
    ...Object.entries(shape.gather ?? {}).map(([name, inner]) => [name, shapeSchema(inner, source, resolve)] as const),
    ...Object.entries(shape.add ?? {}).map(([name, value]) => [name, { const: value }] as const),
  ];
  return {
    type: 'object',
    ...(source.description === undefined ? {} : { description: source.description }),
    properties: Object.fromEntries([...entries, ...added]),
    required: [...names.filter((name) => required.includes(name)).map(renamed), ...added.map(([name]) => name)],
  };
}

function fieldSchema(
  shape: Shape,
  name: string,
  { schema, resolve }: { readonly schema: JsonSchema; readonly resolve: (schema: JsonSchema) => JsonSchema },
): JsonSchema {
  const inner = shape.inside?.[name];
  if (inner !== undefined) return shapeSchema(inner, schema, resolve);
  const valueCase = shape.values?.[name];
  if (valueCase !== undefined) return enumWith(resolve(schema), (value) => inCase(value, valueCase));
  const words = shape.words?.[name];
  return words === undefined ? schema : enumWith(resolve(schema), (value) => words[value] ?? value);
}

function enumWith(schema: JsonSchema, told: (value: string) => string): JsonSchema {
  if (schema.enum === undefined) return schema;
  return { ...schema, enum: schema.enum.map((value) => (typeof value === 'string' ? told(value) : value)) };
}

function checkNames(shape: Shape, properties: Readonly<Record<string, JsonSchema>>): void {
  const named = [shape.inside, shape.values, shape.words, shape.keys, shape.rename].flatMap((part) =>
    Object.keys(part ?? {}),
  );
  const unknown = [...named, ...(shape.only ?? [])].find((name) => !(name in properties));
  if (unknown !== undefined) throw new Error(`a dialect names ${unknown}, which the answer does not have`);
}

function inCase(text: string, letterCase: 'upper' | 'lower'): string {
  return letterCase === 'upper' ? text.toUpperCase() : text.toLowerCase();
}
