import type { FieldErrors, FieldValues, Resolver } from 'react-hook-form';
import type { z } from 'zod';

/** Loads the schema that a form's values are held against: one of the contract's own. */
export type SchemaLoader = () => Promise<z.ZodType>;

/** Checks a form by the contract's schema, which is loaded with its file when the first form needs it. */
export function contractResolver<Values extends FieldValues>(
  load: SchemaLoader,
  { toInput, required }: { readonly toInput: (values: Values) => unknown; readonly required: string },
): Resolver<Values, unknown, unknown> {
  return async (values) => {
    await import('../../api/zod-jitless.ts');
    const schema = await load();
    const input = toInput(values);
    const result = schema.safeParse(input);
    if (result.success) return { values: input as never, errors: {} }; // the schema has just said so
    return { values: {}, errors: errorsOf(result.error.issues, { values, input, required }) as FieldErrors<Values> };
  };
}

/** What a schema found wrong with one place of an input. */
interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What was held against the schema, and how a field is told that it is missing. */
interface Judged {
  readonly values: FieldValues;
  readonly input: unknown;
  readonly required: string;
}

/** The first issue of each field, under the field's path; what has no field of its own stands above the buttons. */
export function errorsOf(issues: readonly Issue[], { values, input, required }: Judged): object {
  const errors: Record<string, unknown> = {};
  for (const { path, message } of issues) {
    const [first, ...rest] = path.map(String);
    const hasField = first !== undefined && first in values;
    const isMissing = [undefined, ''].some((nothing) => nothing === valueAt(input, path));
    setAt(errors, hasField ? [first, ...rest] : ['root'], {
      type: 'contract',
      message: isMissing && hasField ? required : message,
    });
  }
  return errors;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[name] : undefined,
    input,
  );
}

/** `/attributes/name` as the form calls the field: `attributes.name`. */
export function fieldOfPointer(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}

function setAt(target: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: object): void {
  if (rest.length === 0) {
    target[name] ??= value;
    return;
  }
  const inner = (target[name] ??= {});
  if (typeof inner === 'object' && inner !== null) setAt(inner as Record<string, unknown>, rest, value);
}

/** A form's values without what was left empty: an empty field is a field not given. */
export function withoutEmpty<Values extends object>(values: Values): Partial<Values> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== '' && value !== null && value !== undefined),
  ) as Partial<Values>; // a part of the same
}
