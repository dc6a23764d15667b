import type { MenuItemConstructorOptions } from 'electron';
import type { MainTexts } from '../main.messages.ts';

/** What the menu leads to, and what decides which items it has. */
export interface MenuOptions {
  readonly t: MainTexts;
  readonly isMac: boolean;
  readonly hasDevTools: boolean;
  readonly chooseServer: () => void;
  readonly openDocumentation: () => void;
  /** Null where no feed of updates is configured. */
  readonly checkForUpdates: (() => void) | null;
}

/** The application's menu. The shortcuts of the console itself stay free: none of these is a letter alone or the palette's. */
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { t, isMac, hasDevTools, chooseServer } = options;
  const zoom: MenuItemConstructorOptions[] = [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }];
  const developer: MenuItemConstructorOptions[] = hasDevTools
    ? [{ type: 'separator' }, { role: 'toggleDevTools' }]
    : [];
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: t.file,
      submenu: [
        { id: 'choose-server', label: t.otherServer, click: chooseServer },
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit', label: t.quit },
      ],
    },
    { role: 'editMenu', label: t.edit },
    {
      label: t.view,
      submenu: [
        { role: 'reload' },
        { type: 'separator' },
        ...zoom,
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...developer,
      ],
    },
    { role: 'windowMenu', label: t.window },
    { role: 'help', label: t.help, submenu: helpItems(options) },
  ];
}

function helpItems({ t, openDocumentation, checkForUpdates }: MenuOptions): MenuItemConstructorOptions[] {
  const documentation = { id: 'documentation', label: t.documentation, click: openDocumentation };
  if (checkForUpdates === null) return [documentation];
  return [documentation, { id: 'updates', label: t.checkForUpdates, click: checkForUpdates }];
}
