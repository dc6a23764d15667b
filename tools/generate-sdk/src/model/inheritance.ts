import { isDeepStrictEqual } from 'node:util';
import type { Schema } from './document.ts';

/** Fewer fields in common are a coincidence, not kinship. */
const sharedFieldsMin = 4;

/** A named object schema that may extend another. */
export interface Kin {
  readonly name: string;
  readonly schema: Schema;
}

/** The candidate with the most fields of which `schema` has every one, as it is: what an interface of it extends. */
export function parentOf({ name, schema }: Kin, candidates: readonly Kin[]): Kin | null {
  const parents = candidates.filter((one) => one.name !== name && isWithin(one.schema, schema));
  const [first = null] = parents.sort((a, b) => sizeOf(b.schema) - sizeOf(a.schema) || (a.name < b.name ? -1 : 1));
  return first;
}

/** A schema without the fields of its parent. */
export function ownFields(schema: Schema, parent: Schema): Schema {
  const isOwn = (name: string) => parent.properties?.[name] === undefined;
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => isOwn(name))),
    required: (schema.required ?? []).filter(isOwn),
  };
}

function isWithin(parent: Schema, child: Schema): boolean {
  const fields = Object.entries(parent.properties ?? {});
  const isRequired = (schema: Schema, name: string) => schema.required?.includes(name) ?? false;
  return (
    fields.length >= sharedFieldsMin &&
    fields.length < sizeOf(child) &&
    fields.every(
      ([name, field]) =>
        isDeepStrictEqual(child.properties?.[name], field) && isRequired(parent, name) === isRequired(child, name),
    )
  );
}

function sizeOf(schema: Schema): number {
  return Object.keys(schema.properties ?? {}).length;
}
