import {
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { Logger } from 'pino';
import type { AsSystem } from '../../database/database.ts';
import type { Clock } from '../../lib/clock.ts';
import { wokenLoop, type WokenLoop } from '../../lib/woken-loop.ts';
import {
  leaseCommands,
  markDispatched,
  markWaitingForEngine,
  postpone,
  retryNow,
  type LeasedCommand,
} from './dispatcher.store.ts';

/** The queue that workflows run on. */
export const workflowTaskQueue = 'marquee';

/** The search attributes that the engine must know before they may be set; all are keywords. */
export const searchAttributes = {
  workspace: defineSearchAttributeKey('MarqueeWorkspace', SearchAttributeType.KEYWORD),
  kind: defineSearchAttributeKey('MarqueeKind', SearchAttributeType.KEYWORD),
  record: defineSearchAttributeKey('MarqueeRecord', SearchAttributeType.KEYWORD),
};

/** The durable engine as far as it is there. */
export interface EngineDoor {
  /** Null while there is no connection. */
  client(): Client | null;
  /** Whether the engine knows `searchAttributes`. */
  hasSearchAttributes(): boolean;
}

/** What the dispatcher works with. */
export interface DispatcherDeps {
  readonly asSystem: AsSystem;
  readonly engine: EngineDoor;
  readonly now: Clock;
  readonly log: Logger;
  readonly onDispatched?: (outcome: 'done' | 'away' | 'refused') => void;
  readonly everyMs?: number;
  /** Longest wait for the engine over one command; well below the lease of 12 s. */
  readonly callMs?: number;
}

/** The dispatcher at work. */
export interface Dispatcher extends WokenLoop {
  /** The engine has come back: everything that waits is tried at once. */
  engineReturned(): Promise<void>;
}

const limit = 32;
// Calls are given up before the lease ends, so that no two dispatchers send one command at the same time. A start makes up to
// three calls under one deadline.
const leaseMs = 12_000;

/** Carries workflow commands to the engine for as long as it lives: in order for each workflow, each at least once. */
export function startDispatcher(deps: DispatcherDeps): Dispatcher {
  const loop = wokenLoop({
    work: () => dispatchSome(deps),
    everyMs: deps.everyMs ?? 1000,
    gatherMs: 2,
    onError: (error) => deps.log.warn({ err: error }, 'workflow commands could not be read; trying again'),
  });
  return {
    ...loop,
    async engineReturned() {
      await deps.asSystem('retry workflow commands', (db) => retryNow(db, deps.now().toISOString()));
      loop.wake();
    },
  };
}

/** One round. Answers 0 when there may be more to do at once, else null. */
export async function dispatchSome(deps: DispatcherDeps): Promise<number | null> {
  const { asSystem, engine } = deps;
  const now = deps.now();
  const client = engine.client();
  if (client === null) {
    await asSystem('jobs wait for the engine', (db) => markWaitingForEngine(db, now.toISOString()));
    return null;
  }

  const lease = { now: now.toISOString(), leaseUntil: later(now, leaseMs), limit };
  const commands = await asSystem('lease workflow commands', (db) => leaseCommands(db, lease));
  if (commands.length === 0) return null;
  const outcomes = await Promise.all(commands.map((command) => deliver(client, command, deps)));
  await record(outcomes, deps);
  // A workflow's next command became due with this one, and a full round leaves others behind.
  return outcomes.some((outcome) => outcome.kind === 'done') ? 0 : null;
}

type Outcome =
  | { readonly kind: 'done'; readonly command: LeasedCommand; readonly note: string | null }
  | { readonly kind: 'away' | 'refused'; readonly command: LeasedCommand; readonly error: string };

async function deliver(
  client: Client,
  command: LeasedCommand,
  { engine, now, log, callMs = 8000 }: DispatcherDeps,
): Promise<Outcome> {
  try {
    const deadline = now().getTime() + callMs;
    const tagged = engine.hasSearchAttributes();
    const note = await client.withDeadline(deadline, () =>
      command.kind === 'start' ? start(client, command, tagged) : signal(client, command),
    );
    return { kind: 'done', command, note };
  } catch (error) {
    const kind = isAway(error) ? 'away' : 'refused';
    const facts = { err: error, command_id: command.id, workflow_id: command.workflow_id, attempts: command.attempts };
    if (kind === 'refused') log.error(facts, 'the engine refused a workflow command; it stays and is tried again');
    else log.warn(facts, 'the engine is away; the command waits');
    return { kind, command, error: error instanceof Error ? error.message : String(error) };
  }
}

async function start(client: Client, command: LeasedCommand, tagged: boolean): Promise<string | null> {
  const { id, workflow, workflow_id: workflowId, args } = command;
  if (workflow === null) return 'a start without a workflow';
  const options = {
    workflowId,
    taskQueue: workflowTaskQueue,
    args: [...args],
    workflowIdConflictPolicy: 'USE_EXISTING',
    memo: { command: id },
    ...(tagged ? { typedSearchAttributes: attributesOf(command) } : {}),
  } as const;
  try {
    await client.workflow.start(workflow, { ...options, workflowIdReusePolicy: 'REJECT_DUPLICATE' });
    return null;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  // The id has run and ended. When this very command started it, a dispatcher died before noting so; else it is to run again.
  const ended = await client.workflow.getHandle(workflowId).describe();
  if (ended.memo?.['command'] === id) return 'had been started before';
  await client.workflow.start(workflow, { ...options, workflowIdReusePolicy: 'ALLOW_DUPLICATE' });
  return 'runs again';
}

async function signal(
  client: Client,
  { workflow_id: workflowId, signal: name, args }: LeasedCommand,
): Promise<string | null> {
  if (name === null) return 'a signal without a name';
  try {
    await client.workflow.getHandle(workflowId).signal(name, ...args);
    return null;
  } catch (error) {
    // What a signal asks for is in the database as well; a workflow that has ended needs no telling.
    if (error instanceof WorkflowNotFoundError) return 'no such workflow is running';
    throw error;
  }
}

function attributesOf({ workspace_id, workflow, job_kind, record_id, workflow_id }: LeasedCommand) {
  return [
    { key: searchAttributes.workspace, value: workspace_id },
    { key: searchAttributes.kind, value: job_kind ?? workflow ?? '' },
    { key: searchAttributes.record, value: record_id ?? workflow_id },
  ];
}

async function record(outcomes: readonly Outcome[], { asSystem, now, onDispatched }: DispatcherDeps): Promise<void> {
  const at = now();
  const done = outcomes.flatMap((each) => (each.kind === 'done' ? [{ id: each.command.id, note: each.note }] : []));
  const failed = outcomes.flatMap((each) => (each.kind === 'done' ? [] : [delayed(each, at)]));
  await asSystem('record workflow commands', async (db) => {
    if (done.length > 0) await markDispatched(db, done, at.toISOString());
    if (failed.length === 0) return;
    await postpone(db, failed);
    if (outcomes.some((each) => each.kind === 'away')) await markWaitingForEngine(db, at.toISOString());
  });
  for (const { kind } of outcomes) onDispatched?.(kind);
}

/** Doubles from half a second: up to 5 s for an engine that is away, up to 5 min for a command that it refuses. */
function delayed({ kind, command, error }: Extract<Outcome, { error: string }>, at: Date) {
  const mostMs = kind === 'away' ? 5000 : 300_000;
  const delayMs = Math.min(mostMs, 500 * 2 ** Math.min(command.attempts - 1, 20));
  return { id: command.id, next_attempt_at: later(at, delayMs), error: error.slice(0, 500) };
}

// CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE: https://grpc.io/docs/guides/status-codes/
const awayCodes: ReadonlySet<number> = new Set([1, 4, 8, 14]);

function isAway(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (isGrpcServiceError(at)) return awayCodes.has(at.code);
  return false;
}

function later(at: Date, ms: number): string {
  return new Date(at.getTime() + ms).toISOString();
}
