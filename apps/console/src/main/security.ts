import { app, session, shell } from 'electron';
import { externalUrl, isAppUrl } from './paths.ts';

/** Keeps every page inside the application: no other page, no window of its own, no embedded page, no device. */
export function guardPages(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      openOutside(url);
      return { action: 'deny' };
    });
    contents.on('will-navigate', (event, url) => {
      if (isAppUrl(url)) return;
      event.preventDefault();
      openOutside(url);
    });
    contents.on('will-redirect', (event, url) => {
      if (!isAppUrl(url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/** Denies what a page could ask of the computer. Once the application is ready. */
export function denyPermissions(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
}

/** Opens a web page or a mail outside; anything else is not opened. */
export function openOutside(url: string): void {
  const safe = externalUrl(url);
  if (safe !== null) void shell.openExternal(safe);
}
