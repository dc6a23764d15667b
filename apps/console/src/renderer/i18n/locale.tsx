import { createContext, use, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { initialLocale, textsIn, type Locale, type Messages } from './messages.ts';
import { usePlatform } from '../platform/platform.tsx';

interface LocaleChoice {
  readonly locale: Locale;
  readonly choose: (locale: Locale) => void;
}

const LocaleContext = createContext<LocaleChoice>({ locale: 'en', choose: () => undefined });

/** Gives everything inside the language that was chosen, else the browser's where it is offered, else English. */
export function LocaleProvider({ children }: { readonly children: ReactNode }) {
  const { settings, languages } = usePlatform();
  const [locale, setLocale] = useState(() => initialLocale(settings.get('locale'), languages));
  const choice = useMemo(
    () => ({
      locale,
      choose(next: Locale) {
        settings.set('locale', next);
        document.documentElement.lang = languageTag(next);
        setLocale(next);
      },
    }),
    [locale, settings],
  );
  document.documentElement.lang = languageTag(locale);
  return <LocaleContext value={choice}>{children}</LocaleContext>;
}

/** The language in use, and how to choose another. */
export function useLocale(): LocaleChoice {
  return use(LocaleContext);
}

/** The texts of a screen in the language in use. */
export function useTexts<M extends Parameters<typeof textsIn>[0]['en']>(messages: Messages<M>) {
  const { locale } = useLocale();
  return useMemo(() => textsIn(messages, locale), [messages, locale]);
}

/** The language as `Intl` and `lang` know it. */
export function languageTag(locale: Locale): string {
  return locale === 'pseudo' ? 'en' : locale;
}
