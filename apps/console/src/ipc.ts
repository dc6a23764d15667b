/** Every channel between the page and the main process. Nothing else passes. */
export const channels = {
  server: 'marquee:server',
  serverChanged: 'marquee:server-changed',
  connect: 'marquee:connect',
  runLocally: 'marquee:run-locally',
  leave: 'marquee:leave',
  openConsole: 'marquee:open-console',
  session: 'marquee:session',
  openExternal: 'marquee:open-external',
  copy: 'marquee:copy',
  notify: 'marquee:notify',
  progress: 'marquee:progress',
  theme: 'marquee:theme',
  goTo: 'marquee:go-to',
} as const;

/** What the preload script puts on the page's window, under this name. */
export const bridgeName = 'marqueeDesktop';

/** All that a page can ask of the desktop. The page never sees the refresh token, a path, or Electron itself. */
export interface DesktopBridge {
  readonly server: () => Promise<ServerState>;
  readonly onServer: (listener: (state: ServerState) => void) => () => void;
  /** Goes on with a server elsewhere, when one answers there. */
  readonly connect: (url: string) => Promise<Connected>;
  /** Starts the server that comes with the application. */
  readonly runLocally: () => Promise<void>;
  /** Back to the choice of a server; one that runs here is ended. */
  readonly leave: () => Promise<void>;
  /** Opens the console while the local server still prepares its engine. */
  readonly openConsole: () => Promise<void>;
  readonly session: (call: SessionCall) => Promise<SessionAnswer>;
  readonly openExternal: (url: string) => Promise<void>;
  readonly copy: (text: string) => Promise<void>;
  readonly notify: (notice: Notice) => Promise<void>;
  /** Shown on the application's icon: 0 to 1, or null when nothing runs. */
  readonly progress: (share: number | null) => Promise<void>;
  readonly theme: (theme: Theme) => Promise<void>;
  /** A deep link, a notification or the menu asks for a path of the console. */
  readonly onGoTo: (listener: (path: string) => void) => () => void;
}

/** Which server the console speaks to, and how it stands. */
export type ServerState =
  | { readonly status: 'unchosen'; readonly local: LocalOffer; readonly lastUrl: string | null }
  | { readonly status: 'starting'; readonly steps: StartSteps; readonly url: string | null }
  | { readonly status: 'failed'; readonly detail: string; readonly local: LocalOffer }
  | ReadyServer;

/** A server that the console can speak to. */
export interface ReadyServer {
  readonly status: 'ready';
  readonly kind: 'local' | 'remote';
  readonly url: string;
  /** Whether the main process holds a session with it. */
  readonly hasSession: boolean;
  /** `memory`: this system offers no safe place, so the session ends with the application. */
  readonly keeps: TokenTier;
}

/** Where refresh tokens are kept. */
export type TokenTier = 'keychain' | 'memory';

/** Whether a server can be run on this computer. */
export type LocalOffer = 'offered' | 'not_included';

/** How far the server on this computer is. */
export interface StartSteps {
  readonly server: StepState;
  readonly database: StepState;
  readonly engine: StepState;
  readonly worker: StepState;
  /** What the engine is doing, such as a download and its share. */
  readonly engineText: string | null;
}

/** How one part of the server is. */
export type StepState = 'waiting' | 'running' | 'done' | 'failed';

/** Whether a server answered at an address. */
export type Connected = { readonly ok: true } | { readonly ok: false; readonly why: ConnectProblem };

/** Why an address cannot be connected to. */
export type ConnectProblem = 'not_an_address' | 'not_secure' | 'not_reached' | 'not_marquee';

/** Operations that begin, renew or end a session; only the main process sees the refresh token in them. */
export const sessionOperations = [
  'auth.login',
  'auth.register',
  'auth.acceptInvite',
  'auth.refresh',
  'auth.logout',
] as const;

/** One of those operations. */
export type SessionOperation = (typeof sessionOperations)[number];

/** A call of one of them. */
export interface SessionCall {
  readonly operation: SessionOperation;
  /** The input as JSON text. */
  readonly body: string;
}

/** What the server answered, without the refresh token. Null: it was not reached. */
export type SessionAnswer = { readonly status: number; readonly body: string } | null;

/** What is worth an interruption: something failed, or waits for a decision. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  /** Where a click on it leads. */
  readonly path: string;
}

/** What the console looks like. */
export type Theme = 'light' | 'dark' | 'auto';
