import { MantineProvider } from '@mantine/core';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { LocaleProvider } from './i18n/locale.tsx';
import { PlatformContext, type Platform } from './platform/platform.tsx';
import { colorSchemeManager } from './theme/color-scheme.ts';
import { cssVariables, theme } from './theme/theme.ts';

/** Gives everything inside the platform, the language and the colours that were chosen on it. */
export function Appearance({ platform, children }: { readonly platform: Platform; readonly children: ReactNode }) {
  const colors = useMemo(() => colorSchemeManager(platform.settings), [platform]);
  return (
    <PlatformContext value={platform}>
      <LocaleProvider>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          colorSchemeManager={colors}
          defaultColorScheme="auto"
        >
          {children}
        </MantineProvider>
      </LocaleProvider>
    </PlatformContext>
  );
}
