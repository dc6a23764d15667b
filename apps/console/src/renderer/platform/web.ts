import { now } from '../lib/clock.ts';
import type { Drafts, Platform, Settings } from './platform.tsx';

/** A page that the server itself serves. */
export function webPlatform(): Platform {
  return {
    kind: 'web',
    serverUrl: location.origin,
    settings: settingsIn(localStorage),
    drafts: draftsIn(localStorage),
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
    keepItself,
    now,
  };
}

/** Once the page is at rest. Absent where a page is not a secure context; there the console needs its server to open. */
function keepItself(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const register = () =>
    void navigator.serviceWorker
      .register('/service-worker.js', { updateViaCache: 'none' })
      // Refused by a browser's settings: then the console needs its server to open.
      .catch(() => undefined);
  if ('requestIdleCallback' in window) requestIdleCallback(register, { timeout: 10_000 });
  else setTimeout(register, 1000);
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

const draftPrefix = 'marquee.draft.';
// What is typed into forms is small; what is not, such as a file pasted into a field, is no draft.
const draftChars = 50_000;

/** Drafts in a page's own storage. */
export function draftsIn(storage: Storage): Drafts {
  return {
    get: (name) => storage.getItem(draftPrefix + name),
    set(name, text) {
      if (text === null || text.length > draftChars) return storage.removeItem(draftPrefix + name);
      try {
        storage.setItem(draftPrefix + name, text);
      } catch {
        // Storage is full: the draft lives as long as the page.
      }
    },
    clear(owner) {
      const isForgotten = (name: string) =>
        name.startsWith(draftPrefix) && (owner === undefined || !name.startsWith(draftPrefix + owner));
      for (const name of Object.keys(storage)) if (isForgotten(name)) storage.removeItem(name);
    },
  };
}
