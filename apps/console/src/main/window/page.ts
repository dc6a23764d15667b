import { dialog, type BrowserWindow } from 'electron';
import { channels } from '../../ipc.ts';
import type { MainTexts } from '../main.messages.ts';
import { appOrigin } from '../paths.ts';
import { openMainWindow, showWindow, type WindowOptions } from './main-window.ts';
import { decideRecovery } from './recovery.ts';

/** The one window and what it shows. */
export interface Page {
  readonly window: () => BrowserWindow | null;
  /** Loads the page anew, with the policy of the server that is chosen. */
  readonly load: (path: string) => void;
  /** Goes to a path of the console that is open. */
  readonly goTo: (path: string) => void;
  readonly send: (channel: string, value: unknown) => void;
  readonly show: () => void;
}

/** What the window is made from; where it starts is a path. */
export interface PageOptions extends Omit<WindowOptions, 'url'> {
  readonly path: string;
  readonly t: MainTexts;
  readonly nowMs: () => number;
  readonly quit: () => void;
}

/** Opens the window. It is opened again when somebody asks for it after it was closed, as on macOS. */
export function openPage({ path, t, nowMs, quit, ...options }: PageOptions): Page {
  let window: BrowserWindow | null = null;
  const urlOf = (at: string) => `${appOrigin}${at}`;
  const open = (at: string) => {
    const opened = openMainWindow({ ...options, url: urlOf(at) });
    recover(opened, { t, nowMs, quit });
    opened.on('closed', () => (window = null));
    window = opened;
  };
  open(path);
  return {
    window: () => window,
    load: (at) => void window?.loadURL(urlOf(at)),
    goTo(at) {
      if (window === null) return open(at);
      showWindow(window);
      window.webContents.send(channels.goTo, at);
    },
    send: (channel, value) => window?.webContents.send(channel, value),
    show() {
      if (window === null) open('/');
      else showWindow(window);
    },
  };
}

/** Shows a page again whose process ended; one that ends again and again is for the person to decide. */
function recover(window: BrowserWindow, { t, nowMs, quit }: Pick<PageOptions, 't' | 'nowMs' | 'quit'>): void {
  const reloadsMs: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && !window.isDestroyed()) void again();
  });

  async function again(): Promise<void> {
    if (decideRecovery(reloadsMs, nowMs()) === 'ask') {
      const buttons = [t.showAgain, t.quit];
      const { response } = await dialog.showMessageBox({
        type: 'error',
        message: t.pageEnded,
        detail: t.pageEndedDetail,
        buttons,
      });
      if (response === 1) return quit();
    }
    reloadsMs.push(nowMs());
    window.webContents.reload();
  }
}
