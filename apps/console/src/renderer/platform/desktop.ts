import { sessionOperations, type DesktopBridge, type ReadyServer, type SessionOperation } from '../../ipc.ts';
import { now } from '../lib/clock.ts';
import type { Platform, Settings } from './platform.tsx';
import { draftsIn, settingsIn } from './web.ts';

/** A page that the desktop shows, over the server that was chosen. */
export function desktopPlatform(bridge: DesktopBridge, server: ReadyServer): Platform {
  return {
    kind: 'desktop',
    serverUrl: server.url,
    settings: desktopSettings(bridge, server),
    drafts: draftsIn(localStorage),
    languages: navigator.languages,
    isMac: /Mac/.test(navigator.userAgent),
    openExternal: (url) => void bridge.openExternal(url),
    restartAt: (path) => location.assign(path),
    copy: (text) => bridge.copy(text),
    exclusively: (name, work) => navigator.locks.request(`marquee.${name}`, work),
    sessionFetch: sessionFetch(bridge, server.url),
    keepsSession: server.keeps === 'keychain',
    notify: (notice) => {
      // Whoever looks at the console sees it there.
      if (!document.hasFocus()) void bridge.notify(notice);
    },
    showProgress: (share) => void bridge.progress(share),
    onGoTo: (listener) => bridge.onGoTo(listener),
    // They are part of the application.
    keepItself: () => undefined,
    now,
  };
}

/** What is kept in the page's storage, except what the main process knows better or must know before a page is there. */
function desktopSettings(bridge: DesktopBridge, server: ReadyServer): Settings {
  const stored = settingsIn(localStorage);
  let hasSession = server.hasSession;
  return {
    get: (name) => (name === 'session' ? (hasSession ? 'yes' : null) : stored.get(name)),
    set(name, value) {
      if (name === 'session') hasSession = value !== null;
      else stored.set(name, value);
      if (name === 'theme') void bridge.theme(value === 'light' || value === 'dark' ? value : 'auto');
    },
  };
}

/** Sends what concerns the session through the main process, which keeps the refresh token out of every answer. */
export function sessionFetch(bridge: Pick<DesktopBridge, 'session'>, serverUrl: string): typeof fetch {
  return async (input, init) => {
    const operation = sessionOperation(input, serverUrl);
    if (operation === null) return await fetch(input, init);
    const answer = await bridge.session({ operation, body: typeof init?.body === 'string' ? init.body : '{}' });
    // As fetch itself says it.
    if (answer === null) throw new TypeError('Failed to fetch');
    return new Response(answer.body, { status: answer.status, headers: { 'content-type': 'application/json' } });
  };
}

function sessionOperation(input: RequestInfo | URL, serverUrl: string): SessionOperation | null {
  const url = new URL(input instanceof Request ? input.url : input);
  const at = `${url.origin}${url.pathname}`;
  return sessionOperations.find((operation) => at === `${serverUrl}/trpc/${operation}`) ?? null;
}
