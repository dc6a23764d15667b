import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { openLive } from './api/live.ts';
import { LiveContext } from './api/live-context.tsx';
import { newQueryClient } from './api/query-client.ts';
import { openSession } from './api/session.ts';
import { SessionContext } from './api/session-context.tsx';
import { LocaleProvider } from './i18n/locale.tsx';
import { PlatformContext, type Platform } from './platform/platform.tsx';
import { newRouter } from './routes.tsx';
import { domains } from './screens.ts';
import { colorSchemeManager } from './theme/color-scheme.ts';
import { cssVariables, theme } from './theme/theme.ts';
import { ToastProvider } from './ui/toasts.tsx';

/** The whole console on a platform: a browser, or the desktop. */
export function App({ platform }: { readonly platform: Platform }) {
  const parts = useMemo(() => {
    const session = openSession(platform);
    const cache = newQueryClient();
    const patches = domains.flatMap((domain) => domain.patches ?? []);
    const live = openLive({ session, serverUrl: platform.serverUrl, cache, patches });
    return { session, cache, live, router: newRouter(domains), colors: colorSchemeManager(platform.settings) };
  }, [platform]);
  const { session, cache, live, router } = parts;
  useEffect(() => void session.restore(), [session]);
  // What one person has read is not there for whoever signs in next.
  useEffect(
    () =>
      session.subscribe(() => {
        if (session.state().status === 'ended') cache.clear();
      }),
    [session, cache],
  );
  return (
    <PlatformContext value={platform}>
      <LocaleProvider>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          colorSchemeManager={parts.colors}
          defaultColorScheme="auto"
        >
          <QueryClientProvider client={cache}>
            <SessionContext value={session}>
              <LiveContext value={live}>
                <ToastProvider>
                  <RouterProvider router={router} />
                </ToastProvider>
              </LiveContext>
            </SessionContext>
          </QueryClientProvider>
        </MantineProvider>
      </LocaleProvider>
    </PlatformContext>
  );
}
