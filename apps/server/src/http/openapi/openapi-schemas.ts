import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { isAnyJson } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

type Direction = 'input' | 'output';

const definitionPrefix = '#/$defs/';
const componentPrefix = '#/components/schemas/';

/**
 * The named schemas of one OpenAPI document. Outputs are added before inputs: an input that differs from the answer of the same
 * name (defaults make fields optional there) is called `<Name>Input`.
 */
export class OpenApiSchemas {
  private readonly components = new Map<string, JsonSchema>();
  private readonly directions = new Map<string, Direction>();

  /** A schema as the document refers to it. Throws when two different schemas share a name. */
  of(schema: z.ZodType, direction: Direction): JsonSchema {
    const { value, definitions } = convert(schema, direction);
    const renamed = direction === 'input' ? this.differing(definitions) : new Set<string>();
    const rename = (name: string) => (renamed.has(name) ? `${name}Input` : name);
    for (const [name, definition] of definitions) this.add(rename(name), renameRefs(definition, rename), direction);
    return renameRefs(value, rename);
  }

  /** What a reference stands for; any other schema as it is. */
  resolve(schema: JsonSchema): JsonSchema {
    if (schema.$ref === undefined) return schema;
    return this.components.get(schema.$ref.slice(componentPrefix.length)) ?? schema;
  }

  /** Every named schema, sorted by name. */
  all(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.components].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private add(name: string, schema: JsonSchema, direction: Direction): void {
    const known = this.components.get(name);
    if (known === undefined) {
      this.components.set(name, schema);
      this.directions.set(name, direction);
    } else if (!isDeepStrictEqual(known, schema)) {
      throw new Error(`two different schemas are named ${name}; give one another .meta({ id })`);
    }
  }

  /** Inputs that differ from the output of their name, and those that reach one. */
  private differing(definitions: ReadonlyMap<string, JsonSchema>): ReadonlySet<string> {
    const isOutput = (name: string) => this.directions.get(name) === 'output';
    const found = new Set<string>();
    for (const [name, schema] of definitions) {
      if (isOutput(name) && !isDeepStrictEqual(this.components.get(name), schema)) found.add(name);
    }
    let before = -1;
    while (before !== found.size) {
      before = found.size;
      for (const [name, schema] of definitions) {
        if (isOutput(name) && refsIn(schema).some((ref) => found.has(ref))) found.add(name);
      }
    }
    return found;
  }
}

interface Converted {
  readonly value: JsonSchema;
  readonly definitions: ReadonlyMap<string, JsonSchema>;
}

function convert(schema: z.ZodType, direction: Direction): Converted {
  // Wrapped, so that a schema with a name becomes a reference even at the top.
  const wrapped = z.toJSONSchema(z.object({ value: schema }), { io: direction, unrepresentable: 'any' }) as JsonSchema;
  const raw = wrapped.$defs ?? {};
  const anyJson = new Set(Object.keys(raw).filter((name) => isAnyJson(raw[name], definitionPrefix + name)));
  const tidied = Object.entries(raw).filter(([name]) => !anyJson.has(name));
  const nameless = tidied.find(([name]) => name.startsWith('__schema'));
  if (nameless !== undefined) throw new Error('a schema that contains itself needs a name: .meta({ id })');
  const tidy = (node: JsonSchema) => tidySchema(node, direction, anyJson);
  return {
    value: tidy(wrapped.properties?.['value'] ?? {}),
    definitions: new Map(tidied.map(([name, node]) => [name, tidy(node)])),
  };
}

const checkedByFormat = new Set(['date-time', 'date', 'time', 'uuid', 'email', 'ipv4', 'ipv6']);

/** Drops what only repeats a format or a JavaScript bound, and lets answers grow fields. */
function tidySchema(schema: JsonSchema, direction: Direction, anyJson: ReadonlySet<string>): JsonSchema {
  const name = schema.$ref?.slice(definitionPrefix.length);
  if (name !== undefined && anyJson.has(name)) {
    return schema.description === undefined ? {} : { description: schema.description };
  }
  const kept = Object.entries(schema).filter(([key, value]) => {
    if (key === '$schema' || key === '$defs' || key === 'id') return false;
    if (key === 'pattern') return !checkedByFormat.has(schema.format ?? '');
    if (key === 'minimum') return value !== Number.MIN_SAFE_INTEGER;
    if (key === 'maximum') return value !== Number.MAX_SAFE_INTEGER;
    if (key === 'propertyNames') return !isDeepStrictEqual(value, { type: 'string' });
    return !(key === 'additionalProperties' && value === false && direction === 'output');
  });
  // Each keyword keeps the shape it had.
  const tidied = mapSchemas(Object.fromEntries(kept) as JsonSchema, (node) => tidySchema(node, direction, anyJson));
  return name === undefined ? tidied : { ...tidied, $ref: componentPrefix + name };
}

/** The same schema with `change` applied to each schema directly inside it. */
export function mapSchemas(schema: JsonSchema, change: (node: JsonSchema) => JsonSchema): JsonSchema {
  const entries = Object.entries(schema).map(([key, value]: [string, unknown]): [string, unknown] => {
    if (key === 'properties' || key === 'patternProperties') return [key, mapRecord(value, change)];
    if (key === 'anyOf' || key === 'oneOf' || key === 'allOf' || key === 'prefixItems')
      return [key, mapList(value, change)];
    if (key === 'items' || key === 'additionalProperties' || key === 'propertyNames' || key === 'not') {
      return [key, isSchema(value) ? change(value) : value];
    }
    return [key, value];
  });
  return Object.fromEntries(entries) as JsonSchema; // each keyword kept its shape
}

function mapRecord(value: unknown, change: (node: JsonSchema) => JsonSchema): unknown {
  if (!isSchema(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, node]) => [name, isSchema(node) ? change(node) : node]));
}

function mapList(value: unknown, change: (node: JsonSchema) => JsonSchema): unknown {
  return Array.isArray(value) ? value.map((node: unknown) => (isSchema(node) ? change(node) : node)) : value;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function renameRefs(schema: JsonSchema, rename: (name: string) => string): JsonSchema {
  const inner = mapSchemas(schema, (node) => renameRefs(node, rename));
  return schema.$ref === undefined
    ? inner
    : { ...inner, $ref: componentPrefix + rename(schema.$ref.slice(componentPrefix.length)) };
}

function refsIn(schema: JsonSchema): readonly string[] {
  const found: string[] = schema.$ref === undefined ? [] : [schema.$ref.slice(componentPrefix.length)];
  mapSchemas(schema, (node) => {
    found.push(...refsIn(node));
    return node;
  });
  return found;
}
