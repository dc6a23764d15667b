import { ApplicationFailure, activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import { contactImportsEvents } from '@marquee/api/messaging/contact-imports.contract';
import type { ContactImportRef, ContactImportsActivities } from '@marquee/workflows';
import type { Logger } from 'pino';
import type { AsWorkspace, Db } from '../../database/database.ts';
import { updateJob } from '../../kernel/jobs/jobs.store.ts';
import { insertEvent } from '../../kernel/outbox/outbox.store.ts';
import type { KeyedHash } from '../../lib/crypto/keyed-hash.ts';
import type { FileStore } from '../../lib/files.ts';
import { mergeChunk } from './contact-import-chunks.store.ts';
import { ChunkReader, type ReadChunk } from './contact-import-chunks.ts';
import { ImportFileError } from './contact-import-file.ts';
import { lockImport, updateImport, type ContactImportRow } from './contact-imports.store.ts';
import type { ImportStatus } from './contact-imports.tables.ts';

/** What imports work with. */
export interface ContactImportsActivityDeps {
  readonly asWorkspace: AsWorkspace;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly log: Logger;
  readonly files: FileStore;
  /** Keyed by the suppression key. */
  readonly hashPhone: KeyedHash;
  /** Tells the publisher that an event waits. */
  readonly wake?: () => void;
  /** Tells the planner about tables that have just grown: on old statistics a segment may read them once a contact. */
  readonly refreshStatistics?: (tables: readonly string[]) => Promise<void>;
  /** Rows a transaction; 2,000 when omitted: what is read ahead and what is being written are both held. */
  readonly chunkRows?: number;
}

const beatMs = 5000;
const grownTables = ['messaging_contacts', 'messaging_contact_attributes', 'messaging_consents'];

/** Carries imports out. */
export function contactImportsActivities(deps: ContactImportsActivityDeps): ContactImportsActivities {
  return {
    async importContacts(ref) {
      const row = await begin(deps, ref);
      if (row === null) return;
      // A chunk may wait long for a busy database; its silence must not look like a dead worker.
      const beating = setInterval(() => heartbeat(), beatMs);
      try {
        await importFile(deps, ref, row);
        await deps.refreshStatistics?.(grownTables);
        await end(deps, ref, { status: 'completed', error: null });
      } catch (error) {
        if (!(error instanceof ImportFileError)) throw error;
        await end(deps, ref, { status: 'failed', error: `The file could not be read to its end: ${error.message}.` });
      } finally {
        clearInterval(beating);
      }
    },
    endContactImport: (ref) => end(deps, ref, ref),
  };
}

/** The import as it stands, marked as running; null when it has ended. */
async function begin(
  { asWorkspace, now }: ContactImportsActivityDeps,
  ref: ContactImportRef,
): Promise<ContactImportRow | null> {
  return await asWorkspace(ref.workspaceId, async (db) => {
    const row = await lockImport(db, ref.workspaceId, ref.importId);
    if (row === undefined) throw ApplicationFailure.nonRetryable('the import is gone', 'NotFound');
    if (row.status !== 'queued' && row.status !== 'running') return null;
    await updateImport(db, ref.workspaceId, {
      id: row.id,
      status: 'running',
      started_at: row.started_at ?? now().toISOString(),
    });
    await updateJob(db, ref.workspaceId, ref.jobId, { status: 'running' });
    return row;
  });
}

/** Reads and merges at the same time: while the database takes one chunk, the next is read. */
async function importFile(
  deps: ContactImportsActivityDeps,
  ref: ContactImportRef,
  row: ContactImportRow,
): Promise<void> {
  const reader = new ChunkReader({
    ...deps,
    row,
    rowsMax: deps.chunkRows ?? 2000,
    onProgress: () => heartbeat(row.processed),
  });
  let merging: Promise<boolean> = Promise.resolve(true);
  try {
    for await (const chunk of reader.chunks()) {
      if (!(await merging)) return;
      heartbeat(chunk.from);
      cancellationSignal().throwIfAborted();
      merging = merge(deps, ref, chunk);
      // Awaited above or below; until then a failure is nobody's unhandled rejection.
      merging.catch(() => undefined);
    }
  } finally {
    // A file that breaks off must not leave a chunk still being merged behind its end.
    await merging;
  }
}

/** Commits one chunk with the counts that include it; false when the import has been cancelled meanwhile. */
async function merge(deps: ContactImportsActivityDeps, ref: ContactImportRef, chunk: ReadChunk): Promise<boolean> {
  const { workspaceId, importId } = ref;
  return await deps.asWorkspace(workspaceId, async (db) => {
    const row = await lockImport(db, workspaceId, importId);
    if (row?.status !== 'running') return false;
    // An earlier attempt that lost its heartbeat may still be at work: the rows it committed are not merged again.
    if (row.processed !== chunk.from)
      throw new Error(`import ${importId} stands at row ${row.processed}, not ${chunk.from}`);
    const evidence = { ...row.evidence, import_id: importId, file: row.file_name };
    const merged = await mergeChunk(db, { workspaceId, importId, at: deps.now().toISOString(), evidence, ...chunk });
    const processed = row.processed + chunk.rows;
    await updateImport(db, workspaceId, {
      ...{
        id: importId,
        processed,
        created: row.created + merged.created,
        updated: row.updated + merged.updated + chunk.repeats,
      },
      ...{ errors: row.errors + chunk.faulty, suppressed: row.suppressed + merged.suppressed },
    });
    await updateJob(db, workspaceId, ref.jobId, {
      progress: { done: processed, total: chunk.rowsEstimated(processed) },
    });
    return true;
  });
}

interface End {
  readonly status: Extract<ImportStatus, 'completed' | 'failed' | 'cancelled'>;
  readonly error: string | null;
}

async function end(deps: ContactImportsActivityDeps, ref: ContactImportRef, { status, error }: End): Promise<void> {
  const { workspaceId, importId, jobId } = ref;
  await deps.asWorkspace(workspaceId, async (db: Db) => {
    const row = await lockImport(db, workspaceId, importId);
    if (row === undefined || (row.status !== 'queued' && row.status !== 'running')) return;
    const at = deps.now().toISOString();
    await updateImport(db, workspaceId, { id: importId, status, error, completed_at: at });
    const { processed, created, updated, errors } = row;
    const counts = { processed, created, updated, errors };
    await updateJob(db, workspaceId, jobId, {
      status: status === 'completed' ? 'succeeded' : status,
      progress: { done: processed, total: processed },
      result: { import_id: importId, ...counts },
      ...(error === null ? {} : { error: { code: 'unprocessable', detail: error } }),
    });
    const { name, scope } = contactImportsEvents.completed;
    const data = { import_id: importId, status, ...counts };
    await insertEvent(db, { id: deps.newId(), workspaceId, name, scope, data, at, requestId: null });
  });
  deps.wake?.();
  deps.log.info({ import_id: importId, status, attempt: activityInfo().attempt }, 'contact import ended');
}
