/** A template with its values put in. */
export interface FilledTemplate {
  /** Placeholders without a value stay as written. */
  readonly text: string;
  /** Names without a value, in order of first appearance; any of them excludes the recipient. */
  readonly missing: readonly string[];
}

/**
 * Names of a template's `{name}` placeholders, in order of first appearance, without repeats.
 *
 * Source: the messaging document's templates (`Hi {name}! Welcome to {company}.`); `{{name}}` is a placeholder
 * between two literal braces.
 */
export function variablesOf(content: string): readonly string[] {
  return [...new Set(Array.from(content.matchAll(placeholder), (match) => match[1] ?? ''))];
}

/**
 * Puts values into a template once; placeholders inside values are left alone. Null, undefined, the empty string,
 * and anything that is not text, a finite number or a boolean counts as missing.
 *
 * Source: the messaging document's templates; a missing variable excludes the recipient rather than sending `Hi !`.
 */
export function fillTemplate(content: string, values: Readonly<Record<string, unknown>>): FilledTemplate {
  const missing = new Set<string>();
  const text = content.replace(placeholder, (written, name: string) => {
    const value = Object.hasOwn(values, name) ? textOf(values[name]) : '';
    if (value !== '') return value;
    missing.add(name);
    return written;
  });
  return { text, missing: [...missing] };
}

const placeholder = /\{([A-Za-z_][A-Za-z0-9_]{0,63})\}/g;

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return '';
}
