import { createContext, use } from 'react';

/** Small values kept between starts; none of them secret. */
export interface Settings {
  readonly get: (name: SettingName) => string | null;
  readonly set: (name: SettingName, value: string | null) => void;
}

/** What is remembered on this device. */
export type SettingName = 'theme' | 'locale' | 'session' | 'sidebar' | 'checklist' | 'copied-code';

/** What differs between a browser and the desktop; everything else is the same renderer. */
export interface Platform {
  readonly kind: 'web' | 'desktop';
  /** The server that is spoken to, without a slash at its end. */
  readonly serverUrl: string;
  readonly settings: Settings;
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
