import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { authRoutes } from './auth/auth.routes.ts';
import { Guarded } from './shell/guarded.tsx';
import type { DomainScreens, Screen } from './shell/screen.ts';
import { ScreenFrame } from './shell/screen-frame.tsx';
import { Shell } from './shell/shell.tsx';
import { FailureState, LoadingState, NotFoundState } from './ui/feedback/state.tsx';
import { parseSearch, stringifySearch } from './ui/filters/use-url-state.ts';

/** The router over every domain's screens and the pages before the sign-in. Routes are data: a screen is one entry of its domain. */
export function newRouter(domains: readonly DomainScreens[]) {
  const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundState });
  const open = authRoutes.map(({ path, load }) =>
    createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, 'page') }),
  );
  const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Frame });
  const inside = domains
    .flatMap(({ screens }) => screens)
    .map((screen) => {
      const component = lazyRouteComponent(async () => ({ page: framed(screen, await screen.page()) }), 'page');
      return createRoute({ getParentRoute: () => shell, path: screen.path, component });
    });
  return createRouter({
    routeTree: root.addChildren([...open, shell.addChildren(inside)]),
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingComponent: LoadingState,
    defaultErrorComponent: ({ error, reset }) => <FailureState error={error} onRetry={reset} />,
  });

  function Frame() {
    return (
      <Guarded>
        <Shell domains={domains} />
      </Guarded>
    );
  }
}

function framed(screen: Screen, Content: ComponentType): ComponentType {
  return () => (
    <ScreenFrame screen={screen}>
      <Content />
    </ScreenFrame>
  );
}
