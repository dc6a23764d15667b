import { createContext, use } from 'react';
import type { Notice } from '../../ipc.ts';

/** Small values kept between starts; none of them secret. */
export interface Settings {
  readonly get: (name: SettingName) => string | null;
  readonly set: (name: SettingName, value: string | null) => void;
}

/** What is remembered on this device. */
export type SettingName =
  | 'theme'
  | 'locale'
  | 'session'
  | 'leaving'
  | 'offline-since'
  | 'sidebar'
  | 'checklist'
  | 'copied-code'
  | 'watched-send';

/** What somebody has typed and not sent, kept between starts. */
export interface Drafts {
  readonly get: (name: string) => string | null;
  readonly set: (name: string, text: string | null) => void;
  /** Forgets all of them but one owner's. */
  readonly clear: (owner?: string) => void;
}

/** What differs between a browser and the desktop; everything else is the same renderer. */
export interface Platform {
  readonly kind: 'web' | 'desktop';
  /** The server that is spoken to, without a slash at its end. */
  readonly serverUrl: string;
  readonly settings: Settings;
  readonly drafts: Drafts;
  /** The languages the system asks for, the best first. */
  readonly languages: readonly string[];
  /** Whether the command key is ⌘. */
  readonly isMac: boolean;
  /** Opens an address outside the console. */
  readonly openExternal: (url: string) => void;
  /** Starts again from a path of the console, forgetting everything in memory. */
  readonly restartAt: (path: string) => void;
  readonly copy: (text: string) => Promise<void>;
  /** Runs one piece of work at a time over every window of this device. */
  readonly exclusively: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Calls that begin, renew or end the session. In a browser the refresh token is a cookie; on the desktop the page never sees it. */
  readonly sessionFetch: typeof fetch;
  /** Whether the session outlives the window; where it does not, people are told before they sign in. */
  readonly keepsSession: boolean;
  /** Tells somebody who looks elsewhere that something failed or waits for a decision. */
  readonly notify: (notice: Notice) => void;
  /** Shows beside the application's icon how far what runs is; null when nothing runs. */
  readonly showProgress: (share: number | null) => void;
  /** Follows links to screens that come from outside the page; answers how to stop. */
  readonly onGoTo: (listener: (path: string) => void) => () => void;
  /** Keeps the console's own files on this device, so that it opens without its server. */
  readonly keepItself: () => void;
  readonly now: () => Date;
}

/** The platform in use. */
export const PlatformContext = createContext<Platform | null>(null);

/** What differs between a browser and the desktop. */
export function usePlatform(): Platform {
  const platform = use(PlatformContext);
  if (platform === null) throw new Error('There is no platform around this component');
  return platform;
}
