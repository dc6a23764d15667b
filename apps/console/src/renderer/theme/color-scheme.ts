import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core';
import type { Settings } from '../platform/platform.tsx';

/** Keeps light, dark or system where the first paint reads it. */
export function colorSchemeManager(settings: Settings): MantineColorSchemeManager {
  const stored = () => settings.get('theme');
  return {
    get: (fallback) => schemeOf(stored()) ?? fallback,
    set: (scheme) => settings.set('theme', scheme),
    subscribe: () => undefined,
    unsubscribe: () => undefined,
    clear: () => settings.set('theme', null),
  };
}

function schemeOf(text: string | null): MantineColorScheme | null {
  return text === 'light' || text === 'dark' || text === 'auto' ? text : null;
}
