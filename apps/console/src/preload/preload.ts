import { contextBridge, ipcRenderer } from 'electron';
import { bridgeName, channels, type DesktopBridge } from '../ipc.ts';

const bridge: DesktopBridge = {
  server: () => ipcRenderer.invoke(channels.server),
  onServer: (listener) => listen(channels.serverChanged, listener),
  connect: (url) => ipcRenderer.invoke(channels.connect, url),
  runLocally: () => ipcRenderer.invoke(channels.runLocally),
  leave: () => ipcRenderer.invoke(channels.leave),
  openConsole: () => ipcRenderer.invoke(channels.openConsole),
  session: (call) => ipcRenderer.invoke(channels.session, call),
  openExternal: (url) => ipcRenderer.invoke(channels.openExternal, url),
  copy: (text) => ipcRenderer.invoke(channels.copy, text),
  notify: (notice) => ipcRenderer.invoke(channels.notify, notice),
  progress: (share) => ipcRenderer.invoke(channels.progress, share),
  theme: (theme) => ipcRenderer.invoke(channels.theme, theme),
  onGoTo(listener) {
    listening = listener;
    if (asked !== null) listener(asked);
    asked = null;
    return () => void (listening = null);
  },
};

// A link may be followed before the page listens: the last one waits for it.
let listening: ((path: string) => void) | null = null;
let asked: string | null = null;
ipcRenderer.on(channels.goTo, (_event, path: string) => {
  if (listening === null) asked = path;
  else listening(path);
});

contextBridge.exposeInMainWorld(bridgeName, bridge);

/** The page is given what was sent, never the event: that would lead to Electron itself. */
function listen<T>(channel: string, listener: (value: T) => void): () => void {
  const hear = (_event: unknown, value: T) => listener(value);
  ipcRenderer.on(channel, hear);
  return () => void ipcRenderer.off(channel, hear);
}
