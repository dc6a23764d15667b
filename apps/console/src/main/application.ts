import { join } from 'node:path';
import { app, Menu, nativeTheme, protocol, safeStorage } from 'electron';
import { channels, type ServerState } from '../ipc.ts';
import { textsIn } from '../renderer/i18n/messages.ts';
import { now } from '../renderer/lib/clock.ts';
import { readIfThere, replaceFile } from './app-data.ts';
import { parseAppSettings, type AppSettings } from './app-settings.ts';
import { answerPage } from './bridge.ts';
import { mainMessages, type MainTexts } from './main.messages.ts';
import { serveApp } from './protocol/app-protocol.ts';
import { denyPermissions, openOutside } from './security.ts';
import { serverProgram, serverVariables } from './servers/environment.ts';
import { startLocalServer, type DemoAccess } from './servers/local-server.ts';
import { openServers, type ServerBase, type Servers, type ServersDeps } from './servers/servers.ts';
import { sessionBroker, type SessionBroker, type SessionServer } from './session/session-broker.ts';
import { openTokenStore, type TokenStore } from './session/tokens.ts';
import { getText, postJson } from './updates/http.ts';
import { updatesOf } from './updates/updates.ts';
import { menuTemplate } from './window/menu.ts';
import { showNotice } from './window/notices.ts';
import { openPage, type Page } from './window/page.ts';

/** The application, as the system speaks to it. */
export interface Application {
  readonly goTo: (path: string) => void;
  readonly show: () => void;
}

/** Where the code is, and which path was asked for first. */
export interface ApplicationOptions {
  readonly here: string;
  readonly path: string;
}

/** Wires the application. The window is opened first; keychain, menu and a local server follow while its page loads. */
export function openApplication({ here, path }: ApplicationOptions): Application {
  const t = textsIn(mainMessages, app.getLocale().startsWith('de') ? 'de' : 'en');
  const userData = app.getPath('userData');
  const settings = settingsIn(join(userData, 'settings.json'));
  const tokens = tokensIn(join(userData, 'tokens.json'));
  const broker = sessionBroker(tokens, postJson);
  let page: Page | null = null;
  // What was asked for before there is a server is opened when there is one.
  let wanted = path;
  let loadedUrl: string | null = null;
  const servers = openServers({
    settings: settings.get,
    remember: settings.change,
    get: getText,
    start: localStart(here, userData),
    signInDemo: (url, demo) => signInDemo({ tokens, broker, url }, demo),
    changed(state) {
      if (page === null) return;
      if (urlOf(state) === loadedUrl) return void tell(page, tokens, state);
      loadedUrl = urlOf(state);
      page.load(loadedUrl === null ? '/' : wanted);
      wanted = '/';
    },
  });
  loadedUrl = servers.url();
  nativeTheme.themeSource = themeSource(settings.get());
  serveApp(protocol, join(here, 'renderer'), servers.url);
  denyPermissions();
  const opened = openPage({
    path,
    ...windowOf(here, userData),
    t,
    nowMs: () => now().getTime(),
    quit: () => app.quit(),
  });
  page = opened;
  const goTo = (to: string) => {
    opened.show();
    if (servers.url() === null) wanted = to;
    else opened.goTo(to);
  };
  answerPage({
    ...servers,
    server: () => withSession(tokens, servers.state()),
    session: async (call) => {
      const server = sessionServer(servers.state());
      return server === null ? null : await broker(server, call);
    },
    notify: (notice) => showNotice(notice, goTo),
    theme(theme) {
      settings.change({ theme });
      nativeTheme.themeSource = themeSource(settings.get());
    },
    window: opened.window,
  });
  installMenu(t, settings.get().updateFeed, servers);
  endWith(servers);
  app.on('activate', opened.show);
  return { goTo, show: opened.show };
}

function windowOf(here: string, userData: string) {
  return { preload: join(here, 'preload.cjs'), placeFile: join(userData, 'window.json'), hasDevTools: !app.isPackaged };
}

function settingsIn(file: string) {
  let settings = parseAppSettings(readIfThere(file));
  return {
    get: () => settings,
    change(change: Partial<AppSettings>) {
      settings = { ...settings, ...change };
      replaceFile(file, JSON.stringify(settings, null, 2));
    },
  };
}

function tokensIn(file: string): TokenStore {
  const read = async () => readIfThere(file);
  return openTokenStore({
    safeStorage,
    system: process.platform,
    read,
    write: async (text) => replaceFile(file, text),
  });
}

function themeSource({ theme }: AppSettings): 'system' | 'light' | 'dark' {
  return theme === 'auto' ? 'system' : theme;
}

function localStart(here: string, userData: string): ServersDeps['start'] {
  const { isPackaged } = app;
  const { resourcesPath: resources, platform: system, env } = process;
  const program = serverProgram({ isPackaged, resources, here, system, variables: env });
  if (program === null) return null;
  return (events) => startLocalServer({ program, variables: serverVariables(env, userData), get: getText, ...events });
}

/** A server on this computer has another port at each start, so its token is kept under a name. */
function sessionServer(state: ServerBase): SessionServer | null {
  if (state.status !== 'ready') return null;
  return { url: state.url, key: state.kind === 'local' ? localKey : state.url };
}

const localKey = 'local';

function urlOf(state: ServerBase): string | null {
  return state.status === 'ready' ? state.url : null;
}

async function withSession(tokens: TokenStore, state: ServerBase): Promise<ServerState> {
  if (state.status !== 'ready') return state;
  const [token, keeps] = await Promise.all([tokens.get(sessionServer(state)?.key ?? state.url), tokens.tier()]);
  return { ...state, hasSession: token !== null, keeps };
}

async function tell(page: Page, tokens: TokenStore, state: ServerBase): Promise<void> {
  page.send(channels.serverChanged, await withSession(tokens, state));
}

/** The first screen of a new installation is the console, not a form: whoever started it here may see its demo. */
async function signInDemo(
  { tokens, broker, url }: { readonly tokens: TokenStore; readonly broker: SessionBroker; readonly url: string },
  { email, password }: DemoAccess,
): Promise<void> {
  if ((await tokens.get(localKey)) !== null) return;
  await broker({ url, key: localKey }, { operation: 'auth.login', body: JSON.stringify({ email, password }) });
}

function installMenu(t: MainTexts, feed: string | null, servers: Servers): void {
  const { env } = process;
  const updates = updatesOf(feed, env['APPIMAGE'] !== undefined, t);
  const template = menuTemplate({
    t,
    isMac: process.platform === 'darwin',
    hasDevTools: !app.isPackaged,
    chooseServer: () => void servers.leave(),
    openDocumentation: () => openOutside(`${servers.url() ?? ''}/docs`),
    checkForUpdates: updates && (() => void updates(true)),
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  void updates?.(false);
}

/** The windows are gone at once; the process waits until its server has ended in good order. */
function endWith(servers: Servers): void {
  let hasEnded = false;
  app.on('will-quit', (event) => {
    if (hasEnded) return;
    event.preventDefault();
    void servers.stop().finally(() => {
      hasEnded = true;
      // Not within this event: where nothing was to stop, Electron would take it for the same end and go on running.
      setImmediate(() => app.quit());
    });
  });
}
