import { Outlet } from '@tanstack/react-router';
import { useContext, useEffect, useMemo } from 'react';
import { LiveContext } from '../api/live/live-context.tsx';
import { useIdentity } from '../api/session-context.tsx';
import { useTexts } from '../i18n/locale.tsx';
import { DemoRibbon } from './demo-ribbon.tsx';
import { Keyboard } from './keyboard/keyboard.tsx';
import { ScreensContext } from './screen-link.tsx';
import { Navigation } from './navigation.tsx';
import { OfflineNote } from './offline-note.tsx';
import type { DomainScreens } from './screen.ts';
import classes from './shell.module.css';
import { shellMessages } from './shell.messages.ts';

/** What stands around every screen: navigation, account, connection and jobs, and the keyboard. */
export function Shell({ domains }: { readonly domains: readonly DomainScreens[] }) {
  const t = useTexts(shellMessages);
  const { workspace, scopes } = useIdentity();
  const live = useContext(LiveContext);
  const screens = useMemo(
    () =>
      domains.flatMap((domain) => domain.screens).filter(({ scope }) => scope === undefined || scopes.includes(scope)),
    [domains, scopes],
  );
  useEffect(() => {
    const leaving = new AbortController();
    void live?.run(leaving.signal);
    return () => leaving.abort();
  }, [live]);
  return (
    <ScreensContext value={screens}>
      <Keyboard domains={domains} screens={screens}>
        <a href="#content" className={classes['skip']}>
          {t.skip}
        </a>
        <div className={classes['shell']}>
          <Navigation screens={screens} />
          <main id="content" className={classes['main']} tabIndex={-1}>
            <OfflineNote />
            {workspace.is_demo ? <DemoRibbon /> : null}
            <div className={classes['screen']}>
              <Outlet />
            </div>
          </main>
        </div>
      </Keyboard>
    </ScreensContext>
  );
}
