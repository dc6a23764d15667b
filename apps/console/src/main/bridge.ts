import { clipboard, ipcMain, shell, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import {
  channels,
  type Connected,
  type Notice,
  type ServerState,
  type SessionAnswer,
  type SessionCall,
  type Theme,
} from '../ipc.ts';
import {
  isTrustedSender,
  parseCopied,
  parseExternalUrl,
  parseNothing,
  parseNotice,
  parseProgress,
  parseSessionCall,
  parseTheme,
  parseTypedUrl,
  type SenderFrame,
} from './ipc-checks.ts';

/** What the page's requests lead to. */
export interface BridgeActions {
  readonly server: () => Promise<ServerState>;
  readonly connect: (url: string) => Promise<Connected>;
  readonly runLocally: () => void;
  readonly leave: () => Promise<void>;
  readonly openConsole: () => void;
  readonly session: (call: SessionCall) => Promise<SessionAnswer>;
  readonly notify: (notice: Notice) => void;
  readonly theme: (theme: Theme) => void;
  readonly window: () => BrowserWindow | null;
}

/** Answers the page: each message is of a known channel, from our own page, and exactly what the channel carries. */
export function answerPage(actions: BridgeActions): void {
  answer(channels.server, parseNothing, actions.server);
  answer(channels.connect, parseTypedUrl, actions.connect);
  answer(channels.runLocally, parseNothing, actions.runLocally);
  answer(channels.leave, parseNothing, actions.leave);
  answer(channels.openConsole, parseNothing, actions.openConsole);
  answer(channels.session, parseSessionCall, actions.session);
  answer(channels.openExternal, parseExternalUrl, (url) => shell.openExternal(url));
  answer(channels.copy, parseCopied, (text) => clipboard.writeText(text));
  answer(channels.notify, parseNotice, actions.notify);
  answer(channels.progress, parseProgress, (share) => actions.window()?.setProgressBar(share ?? -1));
  answer(channels.theme, parseTheme, actions.theme);
}

function answer<T>(channel: string, parse: (value: unknown) => T, act: (value: T) => unknown): void {
  ipcMain.handle(channel, async (event, value: unknown) => {
    if (!isTrustedSender(frameOf(event))) throw new Error(`${channel} is not for this page`);
    return await act(parse(value));
  });
}

function frameOf({ sender, senderFrame }: IpcMainInvokeEvent): SenderFrame | null {
  if (senderFrame === null) return null;
  const { mainFrame } = sender;
  const isMain = senderFrame.processId === mainFrame.processId && senderFrame.routingId === mainFrame.routingId;
  return { url: senderFrame.url, isMain };
}
