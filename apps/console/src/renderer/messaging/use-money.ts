import { useMemo } from 'react';
import { languageTag, useLocale } from '../i18n/locale.tsx';

/** Amounts of money in the language in use, such as `$12.50`; parts of a cent are shown where there are some. */
export function useMoney(): (amount: number, currency: string) => string {
  const { locale } = useLocale();
  return useMemo(() => {
    const tag = languageTag(locale);
    return (amount, currency) =>
      new Intl.NumberFormat(tag, {
        ...{ style: 'currency', currency, minimumFractionDigits: 2, maximumFractionDigits: 4 },
      }).format(amount);
  }, [locale]);
}
