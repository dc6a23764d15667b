import { NativeConnection, Runtime, Worker, type WorkflowBundle } from '@temporalio/worker';
import type { Logger } from 'pino';
import { activityLogIds } from './activity-log-ids.ts';
import { workflowBundle } from './bundle.ts';
import { engineLog } from './engine-log.ts';

/** Activities by name, of every domain. */
export type ActivityTable = Readonly<Record<string, (...args: never[]) => Promise<unknown>>>;

/** What a worker needs. */
export interface WorkerOptions {
  readonly address: string;
  readonly namespace: string;
  readonly queues: { readonly workflows: string; readonly activities: readonly string[] };
  readonly activities: ActivityTable;
  /** Where the workflow bundle is kept between starts; null builds it each time. */
  readonly cacheDir: string | null;
  readonly log: Logger;
}

/** Polls for work until disposed, whatever happens to the engine. */
export interface RunningWorker extends AsyncDisposable {
  /** Settles when it polls for the first time. */
  readonly ready: Promise<void>;
  readonly state: () => 'connecting' | 'polling' | 'stopped';
}

const backoffMs = [100, 250, 500, 1000, 2000, 5000] as const;
const stopAfter = '2s';

/**
 * Starts polling the engine, and starts again whenever polling ends: when the engine comes later, dies or is replaced. A poll
 * that ends well has ended all the same; only disposing it stops it.
 */
export function startWorker(options: WorkerOptions): RunningWorker {
  installRuntime(options.log);
  const supervisor = new WorkerSupervisor(options);
  const running = supervisor.run();
  return {
    ready: supervisor.ready.promise,
    state: () => supervisor.state,
    async [Symbol.asyncDispose]() {
      supervisor.stop();
      await running;
    },
  };
}

let isInstalled = false;

/** Without this the SDK would end its workers at SIGTERM by itself, before the server has drained its own work. */
function installRuntime(log: Logger): void {
  if (isInstalled) return;
  isInstalled = true;
  Runtime.install({
    logger: engineLog(log),
    shutdownSignals: [],
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
  });
}

class WorkerSupervisor {
  readonly ready = Promise.withResolvers<void>();
  state: 'connecting' | 'polling' | 'stopped' = 'connecting';
  readonly #options: WorkerOptions;
  readonly #stopping = Promise.withResolvers<'stop'>();
  #isStopping = false;
  #workers: readonly Worker[] = [];

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  stop(): void {
    this.#isStopping = true;
    this.#stopping.resolve('stop');
    shutDown(this.#workers);
  }

  async run(): Promise<void> {
    const { log, cacheDir } = this.#options;
    let failures = 0;
    let bundle: WorkflowBundle | undefined;
    while (!this.#isStopping) {
      try {
        bundle ??= await workflowBundle(cacheDir);
        await this.#poll(bundle, () => (failures = 0));
        if (!this.#isStopping) log.warn('the worker stopped polling; starting it again');
      } catch (error) {
        if (failures === 0) log.warn({ err: error }, 'the worker lost the engine; trying again until it is back');
      }
      this.state = 'connecting';
      if (!this.#isStopping)
        await Promise.race([pause(backoffMs[Math.min(failures, backoffMs.length - 1)] ?? 0), this.#stopping.promise]);
      failures += 1;
    }
    this.state = 'stopped';
  }

  /** Polls until any of the workers ends; then the others end too. */
  async #poll(bundle: WorkflowBundle, onPolling: () => void): Promise<void> {
    const connection = await NativeConnection.connect({ address: this.#options.address });
    try {
      this.#workers = await this.#createWorkers(connection, bundle);
      if (this.#isStopping) return await endUnused(this.#workers);
      const runs = this.#workers.map((worker) => worker.run());
      this.state = 'polling';
      this.#options.log.info({ address: this.#options.address }, 'the worker is polling');
      this.ready.resolve();
      onPolling();
      const settled = Promise.allSettled(runs);
      try {
        await Promise.race(runs);
      } finally {
        shutDown(this.#workers);
        await settled;
      }
    } finally {
      this.#workers = [];
      await connection.close().catch(() => undefined); // the engine may be gone, which is why we are here
    }
  }

  async #createWorkers(connection: NativeConnection, bundle: WorkflowBundle): Promise<readonly Worker[]> {
    const { namespace, queues, activities } = this.#options;
    const shared = { connection, namespace, shutdownGraceTime: stopAfter, shutdownForceTime: '20s' } as const;
    const workflowWorker = Worker.create({
      ...shared,
      taskQueue: queues.workflows,
      workflowBundle: bundle,
      // Workflows are found again within 2 s of a worker's death rather than 10.
      stickyQueueScheduleToStartTimeout: '2s',
    });
    const activityWorkers = queues.activities.map((taskQueue) =>
      Worker.create({
        ...shared,
        taskQueue,
        activities: { ...activities },
        maxConcurrentActivityTaskExecutions: 32,
        interceptors: { activity: [activityLogIds] },
      }),
    );
    const made = await Promise.allSettled([workflowWorker, ...activityWorkers]);
    const workers = made.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const failed = made.find((each) => each.status === 'rejected');
    if (failed === undefined) return workers;
    await endUnused(workers);
    throw failed.reason;
  }
}

/** A worker gives its memory back only by running and ending. */
async function endUnused(workers: readonly Worker[]): Promise<void> {
  const runs = workers.map((worker) => worker.run());
  shutDown(workers);
  await Promise.allSettled(runs);
}

function shutDown(workers: readonly Worker[]): void {
  for (const worker of workers) {
    if (worker.getState() === 'RUNNING') worker.shutdown();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
