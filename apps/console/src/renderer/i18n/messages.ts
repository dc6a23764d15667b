/** One thing the console says: a sentence, or a function of what stands in it. */
type Text = string | ((...values: never[]) => string);

/** Languages that people can choose; `pseudo` shows which texts were forgotten and which places are too narrow. */
export const locales = ['en', 'de', 'pseudo'] as const;

/** A language of the console. */
export type Locale = (typeof locales)[number];

type Like<M> = { readonly [Name in keyof M]: M[Name] extends string ? string : M[Name] };

/** The texts of one screen or part, in every language. */
export interface Messages<M> {
  readonly en: M;
  readonly de: Like<M>;
}

/** Declares texts; a language that lacks one does not compile. */
export function defineMessages<const M extends Readonly<Record<string, Text>>>(messages: Messages<M>): Messages<M> {
  return messages;
}

/** The texts in one language. */
export function textsIn<M extends Readonly<Record<string, Text>>>(messages: Messages<M>, locale: Locale): Like<M> {
  if (locale === 'en') return messages.en as Like<M>; // a literal type is a string, too
  if (locale === 'de') return messages.de;
  const pseudo = Object.entries(messages.en).map(([name, text]) => [name, pseudoText(text)]);
  return Object.fromEntries(pseudo) as Like<M>; // the same names with the same kinds of values
}

function pseudoText(text: Text): Text {
  if (typeof text === 'string') return pseudoOf(text);
  return (...values: never[]) => pseudoOf(text(...values));
}

const accents: Readonly<Record<string, string>> = {
  ...{ a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', A: 'Á', E: 'É', I: 'Í', O: 'Ó', U: 'Ú', n: 'ñ', c: 'ç', s: 'š', y: 'ý' },
};

/** A text with accents and a third more length, still readable. */
export function pseudoOf(text: string): string {
  const accented = text.replaceAll(/[a-zA-Z]/g, (letter) => accents[letter] ?? letter);
  return `[${accented}${'~'.repeat(Math.ceil(text.length / 3))}]`;
}

/** The chosen language when it is still offered, else the first of the browser's that is. */
export function initialLocale(chosen: string | null, languages: readonly string[]): Locale {
  const wanted = [chosen, ...languages.map((tag) => tag.split('-', 1)[0])];
  return (
    locales.find((locale) => locale === chosen) ??
    (wanted.find((tag) => tag === 'de' || tag === 'en') as Locale | undefined) ??
    'en'
  );
}
