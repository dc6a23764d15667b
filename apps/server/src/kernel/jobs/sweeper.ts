import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { AsSystem } from '../../database/database.ts';
import { run, select } from '../../database/sql.ts';
import type { Clock } from '../../lib/clock.ts';
import { wokenLoop } from '../../lib/woken-loop.ts';
import { deleteExpired } from './retention.ts';

/** Something to do every so often. Running it twice, or in two processes, must be harmless. */
export interface SweepTask {
  readonly name: string;
  readonly everyMs: number;
  /** Answers how many things it dealt with. */
  readonly run: () => Promise<number>;
}

/** What the kernel's own tasks work with. */
export interface SweepDeps {
  readonly asSystem: AsSystem;
  readonly now: Clock;
  readonly log: Logger;
  /** Wakes the dispatcher for commands whose lease ran out. */
  readonly wakeDispatcher: () => void;
  /** Removes one stored file; one that is gone already is no fault. */
  readonly deleteFile: (key: string) => Promise<void>;
  /** Sends mail that waits. */
  readonly deliverMail?: () => Promise<number>;
  /** VACUUM ANALYZE where no autovacuum runs, as on PGlite. */
  readonly vacuum?: () => Promise<void>;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The kernel's tasks; domains add their own. */
export function sweepTasks(deps: SweepDeps): readonly SweepTask[] {
  const { deliverMail, vacuum } = deps;
  return [
    { name: 'stuck_commands', everyMs: minuteMs, run: () => wakeForStuck(deps) },
    { name: 'retention', everyMs: hourMs, run: () => sweepExpired(deps) },
    { name: 'files', everyMs: hourMs, run: () => sweepFiles(deps) },
    ...(deliverMail === undefined ? [] : [{ name: 'mail', everyMs: minuteMs, run: deliverMail }]),
    ...(vacuum === undefined ? [] : [{ name: 'vacuum', everyMs: 6 * hourMs, run: () => vacuum().then(() => 1) }]),
  ];
}

/** Runs each task when it is due, one after another, for as long as it lives. The first runs come one interval after the start. */
export function startSweeper({
  tasks,
  now,
  log,
  everyMs = 15_000,
}: {
  readonly tasks: readonly SweepTask[];
  readonly now: Clock;
  readonly log: Logger;
  readonly everyMs?: number;
}): AsyncDisposable {
  const startedMs = now().getTime();
  const lastRunMs = new Map(tasks.map((task) => [task.name, startedMs]));
  async function sweep(): Promise<null> {
    for (const task of tasks) {
      const nowMs = now().getTime();
      if (nowMs - (lastRunMs.get(task.name) ?? startedMs) < task.everyMs) continue;
      lastRunMs.set(task.name, nowMs);
      await runTask(task, log);
    }
    return null;
  }
  return wokenLoop({ work: sweep, everyMs, onError: (error) => log.error({ err: error }, 'the sweeper failed') });
}

async function runTask(task: SweepTask, log: Logger): Promise<void> {
  try {
    const count = await task.run();
    if (count > 0) log.info({ task: task.name, count }, 'swept');
  } catch (error) {
    // One task's fault must not keep the others from running; its next turn tries again.
    log.error({ err: error, task: task.name }, 'a sweep failed');
  }
}

async function wakeForStuck({ asSystem, now, wakeDispatcher }: SweepDeps): Promise<number> {
  const before = new Date(now().getTime() - minuteMs).toISOString();
  const stuck = await asSystem('stuck workflow commands', (db) =>
    select<{ id: string }>(
      db,
      sql`select id from outbox_commands where dispatched_at is null and next_attempt_at < ${before} limit 1000`,
    ),
  );
  if (stuck.length > 0) wakeDispatcher();
  return stuck.length;
}

async function sweepExpired({ asSystem, now }: SweepDeps): Promise<number> {
  const deleted = await deleteExpired({ asSystem, now: now() });
  return Object.values(deleted).reduce((sum, count) => sum + count, 0);
}

async function sweepFiles({ asSystem, now, deleteFile }: SweepDeps): Promise<number> {
  const expired = await asSystem('expired files', (db) =>
    select<{ workspace_id: string; id: string; key: string }>(
      db,
      sql`select workspace_id, id, key from files where expires_at < ${now().toISOString()} order by expires_at limit 500`,
    ),
  );
  for (const file of expired) {
    // The file first: a row without its file is found again, a file without its row never.
    await deleteFile(file.key);
    await asSystem('expired files', (db) =>
      run(db, sql`delete from files where workspace_id = ${file.workspace_id} and id = ${file.id}`),
    );
  }
  return expired.length;
}
