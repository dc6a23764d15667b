import { useMemo } from 'react';
import { useTexts } from '../i18n/locale.tsx';
import { wordsMessages } from './words.messages.ts';

/** Says a state or a reason in words; one that is not known yet as it is written. */
export function useWords(): (name: string) => string {
  const t = useTexts(wordsMessages);
  return useMemo(() => {
    const words: Readonly<Record<string, string>> = t;
    return (name) => words[name] ?? name.replaceAll('_', ' ');
  }, [t]);
}
