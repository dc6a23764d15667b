import type { z } from 'zod';

type Coerce = (text: string) => unknown;

interface Field {
  readonly coerce: Coerce;
  readonly isList: boolean;
}

/** How the strings of a URL become one operation's input: built once per route from its schema. */
export type UrlPlan = ReadonlyMap<string, Field>;

/** The plan of an input schema. Objects are never read from a URL, and text that does not fit stays text for zod to refuse. */
export function urlPlanOf(schema: z.ZodObject): UrlPlan {
  return new Map(Object.entries(schema.shape).map(([name, field]) => [name, fieldOf(field)]));
}

/** Coerces URL (or form) values; a list comes repeated or comma-separated. Unknown names pass untouched. */
export function coerceUrl(plan: UrlPlan, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const name of Object.keys(values)) {
    const field = plan.get(name);
    const value = values[name];
    define(input, name, field === undefined ? value : coerceField(field, value));
  }
  return input;
}

function coerceField({ coerce, isList }: Field, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'string' ? coerce(one) : one));
  if (typeof value !== 'string') return value;
  if (!isList) return coerce(value);
  return value === '' ? [] : value.split(',').map(coerce);
}

// `__proto__` in a query must become an unknown key, not a prototype.
function define(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(target, name, { value, enumerable: true, configurable: true });
  else target[name] = value;
}

function fieldOf(schema: z.core.$ZodType): Field {
  const bare = unwrap(schema);
  const { def } = bare._zod;
  if (def.type !== 'array') return { coerce: coercionOf(bare), isList: false };
  // An array's definition names its element; zod types it only on the concrete class.
  const { element } = def as z.core.$ZodArrayDef;
  return { coerce: coercionOf(unwrap(element)), isList: true };
}

const keep: Coerce = (text) => text;
const toNumber: Coerce = (text) => (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : text);
const toBoolean: Coerce = (text) => (text === 'true' ? true : text === 'false' ? false : text);

function coercionOf(schema: z.core.$ZodType): Coerce {
  const { def } = schema._zod;
  switch (def.type) {
    case 'number':
    case 'int':
      return toNumber;
    case 'boolean':
      return toBoolean;
    case 'literal':
      return coercionOfValues((def as z.core.$ZodLiteralDef<z.core.util.Literal>).values);
    case 'enum':
      return coercionOfValues(Object.values((def as z.core.$ZodEnumDef).entries));
    case 'union':
      return firstThatChanges((def as z.core.$ZodUnionDef).options.map((option) => coercionOf(unwrap(option))));
    default:
      return keep;
  }
}

function coercionOfValues(values: readonly unknown[]): Coerce {
  const byText = new Map(values.flatMap((value) => (isScalar(value) ? [[String(value), value] as const] : [])));
  return (text) => byText.get(text) ?? text;
}

function firstThatChanges(options: readonly Coerce[]): Coerce {
  if (options.includes(keep)) return keep;
  return (text) => options.map((coerce) => coerce(text)).find((value) => value !== text) ?? text;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      // Every wrapper keeps what it wraps under this name.
      return unwrap((def as z.core.$ZodOptionalDef).innerType);
    default:
      return schema;
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
