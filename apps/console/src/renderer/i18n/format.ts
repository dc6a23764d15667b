import { useMemo } from 'react';
import { formatsIn, type Formats } from './formats-in.ts';
import { languageTag, useLocale } from './locale.tsx';
import { useSession } from '../api/session-context.tsx';

/** Formats for the screen; the zone is the workspace's, and named wherever a time is. */
export function useFormats(): Formats {
  const { locale } = useLocale();
  const timeZone = useSession().identity?.workspace.time_zone ?? 'UTC';
  return useMemo(() => formatsIn(languageTag(locale), timeZone), [locale, timeZone]);
}
