import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import type { MainTexts } from '../main.messages.ts';
import { openOutside } from '../security.ts';
import { getText } from './http.ts';
import { decideUpdates, feedFile, isLater, versionInFeed } from './update-decision.ts';

/** Looks for a new version; `isAsked`: somebody waits for the answer, even when it is no. */
export type CheckForUpdates = (isAsked: boolean) => Promise<void>;

/** How this installation comes by new versions; null where it does not look, which is so until a feed is configured. */
export function updatesOf(feed: string | null, isAppImage: boolean, t: MainTexts): CheckForUpdates | null {
  const { platform: system, resourcesPath } = process;
  const isMadeForUpdates = existsSync(join(resourcesPath, 'app-update.yml'));
  const means = decideUpdates({ feed, isPackaged: app.isPackaged, system, isAppImage, isMadeForUpdates });
  if (feed === null || means === 'off') return null;
  return means === 'install' ? (isAsked) => install(feed, t, isAsked) : (isAsked) => tell(feed, t, isAsked);
}

async function install(feed: string, t: MainTexts, isAsked: boolean): Promise<void> {
  // A tenth of the application's code, needed by few starts.
  const { autoUpdater } = await import('electron-updater');
  autoUpdater.setFeedURL({ provider: 'generic', url: feed });
  autoUpdater.autoDownload = true;
  autoUpdater.autoInstallOnAppQuit = true;
  try {
    const found = await autoUpdater.checkForUpdates();
    if (found === null || !isLater(found.updateInfo.version, app.getVersion())) return await say(t.upToDate, isAsked);
    await found.downloadPromise;
    if (await asked(t.updateReady(found.updateInfo.version), t.updateReadyDetail, [t.restartNow, t.later])) {
      autoUpdater.quitAndInstall();
    }
  } catch {
    await say(t.noAnswer, isAsked);
  }
}

async function tell(feed: string, t: MainTexts, isAsked: boolean): Promise<void> {
  const answer = await getText(new URL(feedFile(process.platform), feed).href);
  const version = answer?.status === 200 ? versionInFeed(answer.body) : null;
  if (version === null) return await say(t.noAnswer, isAsked);
  if (!isLater(version, app.getVersion())) return await say(t.upToDate, isAsked);
  if (await asked(t.updateThere(version), t.updateThereDetail, [t.openDownloads, t.later])) openOutside(feed);
}

async function say(message: string, isAsked: boolean): Promise<void> {
  if (isAsked) await dialog.showMessageBox({ type: 'info', message });
}

async function asked(message: string, detail: string, buttons: string[]): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'info',
    message,
    detail,
    buttons,
    defaultId: 0,
    cancelId: 1,
  });
  return response === 0;
}
