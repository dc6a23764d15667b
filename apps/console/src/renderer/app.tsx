import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { openLive } from './api/live.ts';
import { LiveContext } from './api/live-context.tsx';
import { noticePatches } from './api/notices.ts';
import { newQueryClient } from './api/query-client.ts';
import { openSession } from './api/session.ts';
import { SessionContext } from './api/session-context.tsx';
import { Appearance } from './appearance.tsx';
import type { Platform } from './platform/platform.tsx';
import { newRouter } from './routes.tsx';
import { domains } from './screens.ts';
import { ToastProvider } from './ui/toasts.tsx';

/** The whole console on a platform: a browser, or the desktop. */
export function App({ platform }: { readonly platform: Platform }) {
  const { session, cache, live, router } = useMemo(() => {
    const session = openSession(platform);
    const cache = newQueryClient();
    const notices = noticePatches(
      domains.flatMap((domain) => domain.notices ?? []),
      platform,
    );
    const patches = [...domains.flatMap((domain) => domain.patches ?? []), ...notices];
    const live = openLive({ session, serverUrl: platform.serverUrl, cache, patches });
    return { session, cache, live, router: newRouter(domains) };
  }, [platform]);
  useEffect(() => void session.restore(), [session]);
  // What one person has read is not there for whoever signs in next.
  useEffect(
    () =>
      session.subscribe(() => {
        if (session.state().status === 'ended') cache.clear();
      }),
    [session, cache],
  );
  useEffect(() => platform.onGoTo((path) => void router.navigate({ href: path })), [platform, router]);
  return (
    <Appearance platform={platform}>
      <QueryClientProvider client={cache}>
        <SessionContext value={session}>
          <LiveContext value={live}>
            <ToastProvider>
              <RouterProvider router={router} />
            </ToastProvider>
          </LiveContext>
        </SessionContext>
      </QueryClientProvider>
    </Appearance>
  );
}
