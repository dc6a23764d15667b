import { now } from '../lib/clock.ts';
import type { Platform, Settings } from './platform.tsx';

/** A page that the server itself serves. */
export function webPlatform(): Platform {
  return {
    kind: 'web',
    serverUrl: location.origin,
    settings: settingsIn(localStorage),
    languages: navigator.languages,
    isMac: /Mac|iPhone|iPad/.test(navigator.userAgent),
    openExternal: (url) => void window.open(url, '_blank', 'noopener,noreferrer'),
    restartAt: (path) => location.assign(path),
    copy: (text) => navigator.clipboard.writeText(text),
    exclusively: (name, work) =>
      // Absent where a page is not a secure context, such as a plain http address inside a company.
      'locks' in navigator ? navigator.locks.request(`marquee.${name}`, work) : work(),
    sessionFetch: (...request) => fetch(...request),
    keepsSession: true,
    // A browser asks people before a page may notify them; the console's own marks say the same.
    notify: () => undefined,
    showProgress: () => undefined,
    onGoTo: () => () => undefined,
    now,
  };
}

/** Settings in a page's own storage. */
export function settingsIn(storage: Storage): Settings {
  return {
    get: (name) => storage.getItem(`marquee.${name}`),
    set(name, value) {
      if (value === null) storage.removeItem(`marquee.${name}`);
      else storage.setItem(`marquee.${name}`, value);
    },
  };
}
