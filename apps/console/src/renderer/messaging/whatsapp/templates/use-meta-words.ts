import { useMemo } from 'react';
import { useLocale, useTexts } from '../../../i18n/locale.tsx';
import { whatsappTemplatesMessages } from './whatsapp-templates.messages.ts';

/** What Meta writes, in words; what is not known, as Meta writes it. */
export interface MetaWords {
  /** `pt_BR` as `Brazilian Portuguese`. */
  readonly languageName: (code: string) => string;
  readonly categoryName: (category: string) => string;
  readonly reasonText: (reason: string) => string;
}

/** Meta's words in the language in use. */
export function useMetaWords(): MetaWords {
  const t = useTexts(whatsappTemplatesMessages);
  const { locale } = useLocale();
  return useMemo(() => {
    const texts: Readonly<Record<string, unknown>> = t;
    const said = (word: string) => {
      const text = Object.hasOwn(texts, word) ? texts[word] : undefined;
      return typeof text === 'string' ? text : word;
    };
    const names = new Intl.DisplayNames(locale === 'de' ? 'de' : 'en', { type: 'language' });
    return {
      languageName: (code) => names.of(code.replace('_', '-')) ?? code,
      categoryName: said,
      // Codes are in capitals; anything else is a sentence of Meta's own.
      reasonText: (reason) => (/^[A-Z_]+$/.test(reason) ? said(reason) : reason),
    };
  }, [t, locale]);
}
