import { pseudoOf, type Locale } from '../i18n/messages.ts';
import type { Title } from './screen.ts';

/** A name in the language in use. */
export function titleIn(title: Title, locale: Locale): string {
  return locale === 'pseudo' ? pseudoOf(title.en) : title[locale];
}
