import { QueryClientProvider } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { openKeptReads } from './api/kept-reads.ts';
import { LiveContext } from './api/live/live-context.tsx';
import type { Patches } from './api/live/live-patches.ts';
import { openLive } from './api/live/live.ts';
import { noticePatches } from './api/live/notices.ts';
import { ownRolePatches } from './api/own-role.ts';
import { newQueryClient } from './api/query-client.ts';
import { readAgainWhenReached } from './api/read-again.ts';
import { openSession, ownerOf, type Session } from './api/session.ts';
import { SessionContext, useSession } from './api/session-context.tsx';
import { Appearance } from './appearance.tsx';
import { BootEnd } from './boot-end.tsx';
import type { Platform } from './platform/platform.tsx';
import { newRouter } from './routes.tsx';
import { domains } from './screens.ts';
import { ToastProvider } from './ui/feedback/toasts.tsx';

/** The whole console on a platform: a browser, or the desktop. */
export function App({ platform }: { readonly platform: Platform }) {
  const { session, cache, live, router } = useMemo(() => {
    const kept = openKeptReads(platform);
    const session = openSession(platform, kept);
    const cache = newQueryClient(kept);
    const notices = noticePatches(
      domains.flatMap((domain) => domain.notices ?? []),
      platform,
    );
    const patches = [
      ...domains.flatMap((domain) => domain.patches ?? []),
      ...notices,
      ownRolePatches(session),
      startOver(session, cache),
    ];
    const live = openLive({ session, platform, cache, patches });
    return { session, cache, live, router: newRouter(domains) };
  }, [platform]);
  useEffect(() => void session.restore(), [session]);
  // What one person has read is not there for whoever signs in next.
  useEffect(() => {
    let owner: string | null = null;
    const look = () => {
      const { status, identity } = session.state();
      if (identity !== null) platform.keepItself();
      const next = identity === null ? null : ownerOf(identity);
      if (status === 'ended' || (owner !== null && next !== null && next !== owner)) cache.clear();
      owner = next ?? owner;
    };
    look(); // it may have been restored already
    return session.subscribe(look);
  }, [session, cache, platform]);
  useEffect(() => readAgainWhenReached({ session, cache, live }), [session, cache, live]);
  useEffect(() => platform.onGoTo((path) => void router.navigate({ href: path })), [platform, router]);
  return (
    <Appearance platform={platform}>
      <QueryClientProvider client={cache}>
        <SessionContext value={session}>
          <LiveContext value={live}>
            <ToastProvider>
              <RouterProvider router={router} />
              <Restored />
            </ToastProvider>
          </LiveContext>
        </SessionContext>
      </QueryClientProvider>
    </Appearance>
  );
}

/** A demo that was reset holds nothing of what was read before, and whoever looks at it sees it as for the first time. */
function startOver(session: Pick<Session, 'reload'>, cache: QueryClient): Patches {
  return {
    'workspace.demo.reset': () =>
      void session
        .reload()
        // What fails here fails for every read, and each says so where it stands.
        .catch(() => undefined)
        .then(() => cache.resetQueries()),
  };
}

function Restored() {
  return useSession().status === 'restoring' ? null : <BootEnd />;
}
