import type { Connected, ReadyServer, ServerState } from '../../ipc.ts';
import type { AppSettings, ServerChoice } from '../app-settings.ts';
import type { DemoAccess, LocalServer, LocalServerOptions } from './local-server.ts';
import { isHealth, parseServerAddress, type ServerAddress } from './server-address.ts';

/** Which server the console speaks to: the choice, how it starts, and its end. */
export interface Servers {
  readonly state: () => ServerBase;
  /** The address that pages may call; null until one is ready. */
  readonly url: () => string | null;
  readonly connect: (typed: string) => Promise<Connected>;
  readonly runLocally: () => void;
  readonly leave: () => Promise<void>;
  readonly openConsole: () => void;
  /** Ends what runs here, for the end of the application. */
  readonly stop: () => Promise<void>;
}

/** A state before it is known what the keychain holds. */
export type ServerBase = Exclude<ServerState, ReadyServer> | Pick<ReadyServer, 'status' | 'kind' | 'url'>;

/** What the choice works with. */
export interface ServersDeps {
  readonly settings: () => AppSettings;
  readonly remember: (change: Partial<AppSettings>) => void;
  readonly get: (url: string) => Promise<{ readonly status: number; readonly body: string } | null>;
  /** Null where no server can be run on this computer. */
  readonly start: ((events: LocalEvents) => LocalServer) | null;
  /** Signs in to the demo workspace of a new installation, unless a session is held. */
  readonly signInDemo: (url: string, demo: DemoAccess) => Promise<void>;
  readonly changed: (state: ServerBase) => void;
}

/** What a local server tells. */
export type LocalEvents = Pick<LocalServerOptions, 'changed' | 'listening' | 'ready' | 'ended'>;

/** Goes on with the server that was chosen last, without waiting for it. */
export function openServers(deps: ServersDeps): Servers {
  const offer = deps.start === null ? 'not_included' : 'offered';
  const unchosen = (): ServerBase => ({ status: 'unchosen', local: offer, lastUrl: deps.settings().lastUrl });
  let local: LocalServer | null = null;
  let state: ServerBase = firstState(deps.settings().server) ?? unchosen();
  if (state.status === 'unchosen' && deps.settings().server?.kind === 'local') runLocally();

  return {
    state: () => state,
    url: () => (state.status === 'ready' ? state.url : null),
    async connect(typed) {
      const found = await lookFor(typed, deps.get);
      if ('why' in found) return { ok: false, why: found.why };
      deps.remember({ server: { kind: 'remote', url: found.url }, lastUrl: found.url });
      become({ status: 'ready', kind: 'remote', url: found.url });
      return { ok: true };
    },
    runLocally,
    async leave() {
      deps.remember({ server: null });
      await stop();
      become(unchosen());
    },
    openConsole: enter,
    stop,
  };

  function become(next: ServerBase): void {
    state = next;
    deps.changed(next);
  }

  function runLocally(): void {
    if (deps.start === null || local !== null) return;
    deps.remember({ server: { kind: 'local' } });
    const started = deps.start({
      changed() {
        if (local === started && state.status === 'starting') become(starting(started));
      },
      listening: async (url, demo) => void (demo && (await deps.signInDemo(url, demo))),
      ready: enter,
      ended(detail) {
        if (local !== started) return;
        local = null;
        become({ status: 'failed', detail, local: offer });
      },
    });
    local = started;
    become(starting(started));
  }

  function enter(): void {
    const url = local?.url() ?? null;
    if (state.status === 'starting' && url !== null) become({ status: 'ready', kind: 'local', url });
  }

  async function stop(): Promise<void> {
    const running = local;
    local = null;
    await running?.stop();
  }
}

function firstState(choice: ServerChoice | null): ServerBase | null {
  return choice?.kind === 'remote' ? { status: 'ready', kind: 'remote', url: choice.url } : null;
}

function starting(server: LocalServer): ServerBase {
  return { status: 'starting', steps: server.steps(), url: server.url() };
}

async function lookFor(typed: string, get: ServersDeps['get']): Promise<ServerAddress> {
  const address = parseServerAddress(typed);
  if ('why' in address) return address;
  const answer = await get(`${address.url}/health`);
  if (answer === null) return { why: 'not_reached' };
  return answer.status === 200 && isHealth(answer.body) ? address : { why: 'not_marquee' };
}
