import type { Schema } from './document.ts';

/**
 * What a hover says of one field: its description, and for inputs the bounds and the default that the description does not say.
 * Null when there is nothing to say.
 */
export function fieldDoc(schema: Schema, side: 'input' | 'output'): string | null {
  const said = describedBy(schema) ?? '';
  const added = side === 'input' ? boundsOf(schema, said) : [];
  const sentences = [side === 'output' ? said.replace(exampleTail, '') : said, ...added].filter((text) => text !== '');
  return sentences.length === 0 ? null : `${sentences.join('. ')}.`.replaceAll(/([.!?:])\./g, '$1');
}

// Answers show themselves; a format's example is for who has to write one.
const exampleTail = /, such as `[^`]*`$/;

/** The description, or the one inside when only null was added to it. */
export function describedBy(schema: Schema): string | undefined {
  if (schema.description !== undefined) return schema.description;
  return schema.anyOf?.find((option) => option.type !== 'null' && option.description !== undefined)?.description;
}

/** A schema without the null that was added to it. */
export function withoutNull(schema: Schema): Schema {
  const options = schema.anyOf?.filter((option) => option.type !== 'null') ?? [];
  const only = options.length === 1 ? options[0] : undefined;
  return only === undefined
    ? schema
    : { ...only, ...(schema.examples === undefined ? {} : { examples: schema.examples }) };
}

/** Bounds and default in words, for the reference: all of them. */
export function boundsOf(schema: Schema, said = ''): readonly string[] {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = withoutNull(schema);
  return [
    ...rangeOf([minimum, maximum], '', said),
    ...rangeOf([minLength, maxLength], ' characters', said),
    ...rangeOf([minItems, maxItems], ' items', said),
    ...(schema.default === undefined || schema.default === null ? [] : [`Default ${JSON.stringify(schema.default)}`]),
  ];
}

function rangeOf([least, most]: readonly (number | undefined)[], unit: string, said: string): readonly string[] {
  const isSaid = (bound: number | undefined) => bound === undefined || said.includes(String(bound));
  if (most === undefined) return least === undefined || isSaid(least) || least <= 1 ? [] : [`At least ${least}${unit}`];
  if (isSaid(most) && isSaid(least)) return [];
  return least === undefined || (unit !== '' && least <= 1)
    ? [`At most ${most}${unit}`]
    : [`${least} to ${most}${unit}`];
}
