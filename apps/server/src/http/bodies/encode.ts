import fastJsonStringify from 'fast-json-stringify';
import type { Schema } from 'fast-json-stringify';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { isAnyJson } from '../openapi/json-schema.ts';
import type { JsonSchema } from '../openapi/json-schema.ts';

/** Turns an operation's result into its JSON text. What the schema does not declare is never written. */
export type Encode = (value: unknown) => string;

const encoders = new WeakMap<z.ZodType, Encode>();

/** The encoder of an output schema, compiled once. Throws on a value that lacks what the schema requires: a defect. */
export function encoderOf(schema: z.ZodType): Encode {
  const known = encoders.get(schema);
  if (known !== undefined) return known;
  const compiled = compile(schema);
  encoders.set(schema, compiled);
  return compiled;
}

/** An encoder that also parses the value with zod and compares: what tests run, so that a wrong answer fails loudly. */
export function strictEncoderOf(schema: z.ZodType): Encode {
  const encode = encoderOf(schema);
  return (value) => {
    const parsed: unknown = schema.parse(value);
    const text = encode(value);
    if (!isDeepStrictEqual(JSON.parse(text), JSON.parse(JSON.stringify(parsed)))) {
      throw new Error(
        `the encoder wrote ${text.slice(0, 500)} where the schema says ${JSON.stringify(parsed).slice(0, 500)}`,
      );
    }
    return text;
  };
}

function compile(schema: z.ZodType): Encode {
  const root = z.toJSONSchema(schema, { io: 'output', target: 'draft-7', unrepresentable: 'any' }) as JsonSchema;
  const definitions = root.definitions ?? {};
  const compact = new Compactor(definitions);
  const body = compact.of(root, []);
  const kept = Object.fromEntries(Object.keys(definitions).map((name) => [name, compact.definition(name)]));
  // The compactor emits only keywords that fast-json-stringify knows.
  const encode = fastJsonStringify({ ...body, definitions: kept } as Schema, { rounding: 'trunc' });
  return (value) => encode(value) ?? 'null';
}

const scalars = new Set(['string', 'number', 'integer', 'boolean', 'null']);

/** Rewrites JSON schema to the few keywords a serializer needs: no bounds or patterns to check, `null` without a union. */
class Compactor {
  private readonly definitions: Readonly<Record<string, JsonSchema>>;

  constructor(definitions: Readonly<Record<string, JsonSchema>>) {
    this.definitions = definitions;
  }

  definition(name: string): JsonSchema {
    return this.of(this.definitions[name] ?? {}, [name]);
  }

  of(schema: JsonSchema, path: readonly string[]): JsonSchema {
    if (schema.$ref !== undefined) return this.reference(schema.$ref);
    const options = schema.anyOf ?? schema.oneOf;
    if (options !== undefined) return this.union(options, path);
    if (schema.allOf !== undefined) return { allOf: schema.allOf.map((part) => this.of(part, path)) };
    if (schema.const !== undefined) return { type: typeOfValue(schema.const), const: schema.const };
    if (schema.type === 'object') return this.object(schema, path);
    if (schema.type === 'array') return this.array(schema, path);
    if (schema.enum !== undefined) return enumeration(schema.enum);
    return schema.type === undefined ? {} : { type: schema.type };
  }

  private reference(ref: string): JsonSchema {
    const name = ref.split('/').at(-1) ?? '';
    return isAnyJson(this.definitions[name], ref) ? {} : { $ref: ref };
  }

  private object(schema: JsonSchema, path: readonly string[]): JsonSchema {
    const properties = Object.entries(schema.properties ?? {}).map(
      ([name, field]) => [name, this.of(field, path)] as const,
    );
    const extra = schema.additionalProperties;
    return {
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(schema.required === undefined ? {} : { required: schema.required }),
      ...(typeof extra === 'object' ? { additionalProperties: this.of(extra, path) } : {}),
      ...(extra === true ? { additionalProperties: true } : {}),
    };
  }

  private array(schema: JsonSchema, path: readonly string[]): JsonSchema {
    const { items } = schema;
    if (isList(items)) {
      const count = items.length;
      return { type: 'array', items: items.map((item) => this.of(item, path)), minItems: count, maxItems: count };
    }
    return { type: 'array', items: typeof items === 'object' && !isList(items) ? this.of(items, path) : {} };
  }

  private union(options: readonly JsonSchema[], path: readonly string[]): JsonSchema {
    const rest = options.filter((option) => option.type !== 'null');
    const [only] = rest;
    if (rest.length === 1 && only !== undefined) return this.nullable(only, path);
    const compacted = options.map((option) => this.of(option, path));
    const types = compacted.flatMap((option) => option.type ?? []);
    const areScalars = compacted.every((option) =>
      [option.type].flat().every((type) => type !== undefined && scalars.has(type)),
    );
    return areScalars ? { type: [...new Set(types)] } : { anyOf: compacted };
  }

  private nullable(schema: JsonSchema, path: readonly string[]): JsonSchema {
    const name = schema.$ref?.split('/').at(-1);
    // A schema that reaches itself cannot be written out in place.
    if (name !== undefined && path.includes(name)) return { anyOf: [{ $ref: schema.$ref ?? '' }, { type: 'null' }] };
    const target = name === undefined ? schema : (this.definitions[name] ?? {});
    if (isAnyJson(target, schema.$ref)) return {};
    const inner = this.of(target, name === undefined ? path : [...path, name]);
    if (inner.anyOf !== undefined) return { anyOf: [...inner.anyOf, { type: 'null' }] };
    if (inner.type === undefined) return inner.$ref === undefined ? {} : { anyOf: [inner, { type: 'null' }] };
    if (inner.type === 'object' || inner.type === 'array') return { ...inner, nullable: true };
    return { type: [...new Set([inner.type, 'null'].flat())] };
  }
}

// Array.isArray does not narrow readonly arrays.
function isList(items: JsonSchema['items']): items is readonly JsonSchema[] {
  return Array.isArray(items);
}

function enumeration(values: readonly unknown[]): JsonSchema {
  return { type: [...new Set(values.map(typeOfValue))], enum: values };
}

function typeOfValue(value: unknown): string {
  return value === null ? 'null' : typeof value;
}
