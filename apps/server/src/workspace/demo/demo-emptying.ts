import type { AsSystem, AsWorkspace } from '../../database/database.ts';
import type { Clock } from '../../lib/clock.ts';
import type { FileStore } from '../../lib/files.ts';
import { forgetMetrics, type ForgettingDeps } from '../../metrics/catalog/forget-types.service.ts';
import { clearDemo, demoFiles, forgetDemoFile, type Clearing } from './demo-clear.store.ts';
import { markFilling } from './demo.store.ts';

/** What emptying the demo works with. */
export interface EmptyingDeps extends ForgettingDeps {
  readonly asSystem: AsSystem;
  readonly asWorkspace: AsWorkspace;
  readonly now: Clock;
  readonly files: FileStore;
}

/** Deletes everything that the demo holds, in files and in the store of metrics, too. Safe to repeat from wherever it broke off. */
export async function emptyDemo(deps: EmptyingDeps, clearing: Clearing): Promise<void> {
  const { workspaceId } = clearing;
  const at = deps.now().toISOString();
  await deps.asWorkspace(workspaceId, (db) => markFilling(db, workspaceId, at));
  await removeFiles(deps, workspaceId);
  await forgetMetrics(deps, workspaceId);
  await clearDemo(deps.asSystem, clearing);
}

async function removeFiles({ asWorkspace, files }: EmptyingDeps, workspaceId: string): Promise<void> {
  for (;;) {
    const some = await asWorkspace(workspaceId, (db) => demoFiles(db, workspaceId));
    if (some.length === 0) return;
    for (const { id, key } of some) {
      // The file first: a row without its file is found again, a file without its row never.
      await files.remove(key);
      await asWorkspace(workspaceId, (db) => forgetDemoFile(db, workspaceId, id));
    }
  }
}
