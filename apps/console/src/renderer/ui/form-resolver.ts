import type { FieldErrors, FieldValues, Resolver } from 'react-hook-form';
import type { z } from 'zod';

/** Loads the schema that a form's values are held against: one of the contract's own. */
export type SchemaLoader = () => Promise<z.ZodType>;

/** Checks a form by the contract's schema, which is loaded with its file when the first form needs it. */
export function contractResolver<Values extends FieldValues>(
  load: SchemaLoader,
  toInput: (values: Values) => unknown,
): Resolver<Values, unknown, unknown> {
  return async (values) => {
    await import('../api/zod-jitless.ts');
    const schema = await load();
    const input = toInput(values);
    const result = schema.safeParse(input);
    if (result.success) return { values: input as never, errors: {} }; // the schema has just said so
    return { values: {}, errors: errorsOf(result.error.issues) as FieldErrors<Values> };
  };
}

/** The first issue of each field, under the field's path. */
export function errorsOf(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): object {
  const errors: Record<string, unknown> = {};
  for (const { path, message } of issues) {
    const names = path.length === 0 ? ['root'] : path.map(String);
    setAt(errors, names, { type: 'contract', message });
  }
  return errors;
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
