import { Link } from '@tanstack/react-router';
import { createContext, use } from 'react';
import type { ReactNode } from 'react';
import type { Screen } from './screen.ts';

/** The screens that this person may see. */
export const ScreensContext = createContext<readonly Screen[]>([]);

/** Whether a path leads to a screen that this person may see. */
export function useHasScreen(): (path: string) => boolean {
  const screens = use(ScreensContext);
  return (path) => screens.some((screen) => screenPattern(screen.path).test(path));
}

/** A link where there is a screen to go to; plain words where there is none. */
export function ScreenLink({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  const has = useHasScreen();
  return has(to) ? <Link to={to}>{children}</Link> : <span>{children}</span>;
}

function screenPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\$\w+/g, '[^/]+')}$`);
}
