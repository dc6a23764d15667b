import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import pino from 'pino';
import { connectEngine } from '../temporal/client.ts';
import { findEngine } from '../temporal/engine.ts';
import { startEngine } from '../temporal/engine-server.ts';
import { startWorker, type ActivityTable } from '../temporal/worker.ts';

const executable = await findEngine({ environment: process.env });
const log = pino({ level: 'silent' });

/** Whether this machine has a Temporal server. */
export const hasEngine = executable !== undefined;

/** A real engine and worker that run the real workflows over activities of a test's own. */
export interface WorkflowStage extends AsyncDisposable {
  readonly client: Client;
}

/** What the workflows stand on. */
export interface WorkflowStageOptions {
  readonly activities: ActivityTable;
  /** Settings of the engine, such as after how many events it suggests that a workflow continue as new. */
  readonly dynamicConfig?: Readonly<Record<string, string>>;
}

/** Opens the stage; engine and worker end with it. */
export async function openWorkflowStage({
  activities,
  dynamicConfig = {},
}: WorkflowStageOptions): Promise<WorkflowStage> {
  if (executable === undefined) throw new Error('this machine has no Temporal server');
  await using stack = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'marquee-workflows-'));
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  const engine = stack.use(await startEngine({ executable, dataDir, dynamicConfig, log }));
  const { address, namespace } = engine;
  const queues = { workflows: 'marquee', activities: ['messaging', 'bulk', 'webhooks'] };
  const cacheDir = join(tmpdir(), 'marquee-bundles');
  const worker = stack.use(startWorker({ address, namespace, queues, activities, cacheDir, log }));
  await worker.ready;
  const { client } = stack.use(await connectEngine(address, namespace));
  const owned = stack.move();
  return { client, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
