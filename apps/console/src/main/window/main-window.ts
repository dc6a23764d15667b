import { dirname, join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { readIfThere, replaceFile } from '../app-data.ts';
import { parseWindowPlace, placeWindow, type WindowPlace } from './window-bounds.ts';

const background = { light: '#ffffff', dark: '#101113' };

/** What the window is made from. */
export interface WindowOptions {
  /** Where its place is remembered. */
  readonly placeFile: string;
  readonly preload: string;
  readonly url: string;
  readonly hasDevTools: boolean;
}

/** Opens the window where it was, in the colour of its theme, and shows it when there is something to see. */
export function openMainWindow({ placeFile, preload, url, hasDevTools }: WindowOptions): BrowserWindow {
  // Electron's own `windowStatePersistence` is experimental and in late versions only: one way for all of them.
  const place = parseWindowPlace(readIfThere(placeFile) ?? '');
  const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...placeWindow(place.bounds, areas),
    minWidth: 720,
    minHeight: 480,
    title: 'Marquee',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    // macOS and Windows take the icon from the executable.
    ...(process.platform === 'linux' ? { icon: join(dirname(preload), 'icon.png') } : {}),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: true,
      devTools: hasDevTools,
    },
  });
  window.once('ready-to-show', () => {
    if (place.isMaximized) window.maximize();
    window.show();
  });
  window.on('close', () => replaceFile(placeFile, JSON.stringify(placeOf(window))));
  void window.loadURL(url);
  return window;
}

function placeOf(window: BrowserWindow): WindowPlace {
  return { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
}

/** Brings the window to the front, wherever it was. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
