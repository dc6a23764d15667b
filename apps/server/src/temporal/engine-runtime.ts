import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { EngineDoor } from '../kernel/outbox/dispatcher.ts';
import { startEngine, type RunningEngine } from './engine-server.ts';
import { resolveEngine, type EngineOptions, type EngineProgress } from './engine.ts';

/** Where the durable engine stands, for health and the terminal. */
export type EngineStatus =
  | { readonly state: 'preparing'; readonly text: string }
  | { readonly state: 'connecting'; readonly address: string }
  | { readonly state: 'ready'; readonly address: string }
  | { readonly state: 'missing'; readonly why: string };

/** A connected client and how it is closed. */
export interface EngineConnection extends AsyncDisposable {
  readonly client: Client;
  readonly hasSearchAttributes: boolean;
}

/** What joining the engine works with. */
export interface EngineRuntimeOptions {
  readonly resolve: EngineOptions;
  readonly dataDir: string;
  readonly namespace: string;
  readonly log: Logger;
  readonly connect: (address: string, namespace: string) => Promise<EngineConnection>;
  /** Starts what needs the engine, such as the worker; disposed before the engine is. */
  readonly onReady: (connection: EngineConnection, address: string, signal: AbortSignal) => Promise<AsyncDisposable>;
  readonly onStatus?: (status: EngineStatus) => void;
  /** Waits between two attempts; ends early when the signal fires. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The durable engine, joined in the background for as long as this lives. */
export interface EngineRuntime extends EngineDoor, AsyncDisposable {
  readonly status: () => EngineStatus;
  readonly pid: () => number | undefined;
}

/** Finds or builds the engine, starts it, connects, and hands it on; until then jobs wait. */
export function joinEngine(options: EngineRuntimeOptions): EngineRuntime {
  const stopping = new AbortController();
  let status: EngineStatus = { state: 'preparing', text: 'Looking for a Temporal server' };
  let connection: EngineConnection | null = null;
  let engine: RunningEngine | null = null;
  let dependants: AsyncDisposable | null = null;
  const report = (next: EngineStatus) => {
    status = next;
    options.onStatus?.(next);
  };

  const joining = (async () => {
    const onProgress = (progress: EngineProgress) => report({ state: 'preparing', text: textOf(progress) });
    const found = await resolveEngine({ ...options.resolve, onProgress, signal: stopping.signal });
    if (found.kind === 'missing') return report({ state: 'missing', why: found.why });
    if (found.kind === 'executable') {
      engine = await startEngine({ executable: found, dataDir: options.dataDir, log: options.log });
    }
    const address = found.kind === 'external' ? found.address : (engine?.address ?? '');
    report({ state: 'connecting', address });
    connection = await persist(options, stopping.signal, () => options.connect(address, options.namespace));
    const connected = connection;
    dependants = await persist(options, stopping.signal, () => options.onReady(connected, address, stopping.signal));
    report({ state: 'ready', address });
  })().catch((error: unknown) => {
    if (stopping.signal.aborted) return;
    options.log.error({ err: error }, 'the durable engine could not be joined; jobs wait');
    report({ state: 'missing', why: error instanceof Error ? error.message : String(error) });
  });

  return {
    status: () => status,
    pid: () => engine?.pid,
    client: () => connection?.client ?? null,
    hasSearchAttributes: () => connection?.hasSearchAttributes ?? false,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await joining;
      await dependants?.[Symbol.asyncDispose]();
      await connection?.[Symbol.asyncDispose]();
      await engine?.[Symbol.asyncDispose]();
    },
  };
}

/** Tries until it works or the server stops, waiting up to 10 s between attempts. */
async function persist<T>(
  { log, pause }: EngineRuntimeOptions,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      log.warn({ err: error }, 'the durable engine does not answer yet');
      await pause(Math.min(10_000, 250 * 2 ** attempt), signal);
    }
  }
}

function textOf({ text, done, total }: EngineProgress): string {
  return done === undefined || total === undefined ? text : `${text} (${done} of ${total})`;
}
