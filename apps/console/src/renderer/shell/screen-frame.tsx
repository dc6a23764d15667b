import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useIdentity } from '../api/session-context.tsx';
import { useLocale } from '../i18n/locale.tsx';
import { ForbiddenState } from '../ui/feedback/state.tsx';
import { Page } from '../ui/page.tsx';
import type { Screen } from './screen.ts';
import { titleIn } from './title.ts';

/** One screen in its frame: shown to whom it is for. */
export function ScreenFrame({ screen, children }: { readonly screen: Screen; readonly children: ReactNode }) {
  const { scopes } = useIdentity();
  const { locale } = useLocale();
  const title = titleIn(screen.title, locale);
  // Who follows a link by keyboard or screen reader begins at the new screen's heading.
  useEffect(() => document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true }), [screen]);
  if (screen.scope !== undefined && !scopes.includes(screen.scope)) {
    return (
      <Page title={title}>
        <ForbiddenState />
      </Page>
    );
  }
  return children;
}
