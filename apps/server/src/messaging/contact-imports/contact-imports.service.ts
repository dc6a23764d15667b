import { contactImportsEvents, type contactImports } from '@marquee/api/messaging/contact-imports.contract';
import type { Implements, Inside } from '../../kernel/context.ts';
import { updateJob } from '../../kernel/jobs/jobs.store.ts';
import { listPage } from '../../kernel/paging/page.ts';
import { importAnswer } from './contact-imports.answer.ts';
import { createImport, downloadErrors, type ContactImportsDeps } from './contact-imports.raw.ts';
import {
  countImports,
  importById,
  importErrors,
  importsPage,
  importWorkflowId,
  lockImport,
  updateImport,
  type ContactImportRow,
} from './contact-imports.store.ts';

/** Imports of contact files. */
export function contactImportsService(deps: ContactImportsDeps): Implements<typeof contactImports> {
  return { create: createImport(deps), get, list, cancel, errors: downloadErrors };
}

type Service = Implements<typeof contactImports>;

const noImport = 'No import has this id.';

const get: Service['get'] = async ({ import_id }, ctx) =>
  await withErrors(
    ctx,
    (await importById(ctx.db, ctx.caller.workspaceId, import_id)) ?? ctx.fail('not_found', noImport),
  );

const list: Service['list'] = async (input, ctx) => {
  const { workspaceId } = ctx.caller;
  const { items, page } = await listPage(input, {
    rows: (wanted) => importsPage(ctx.db, workspaceId, wanted),
    count: (filters) => countImports(ctx.db, workspaceId, filters),
    key: ({ id }) => id,
  });
  const answers = [];
  for (const row of items) answers.push(await withErrors(ctx, row));
  return { items: answers, page };
};

const cancel: Service['cancel'] = async ({ import_id }, ctx) => {
  const { workspaceId } = ctx.caller;
  // Chunks lock the same row: what is counted now is what was imported.
  const row = (await lockImport(ctx.db, workspaceId, import_id)) ?? ctx.fail('not_found', noImport);
  if (row.status === 'cancelled') return await withErrors(ctx, row);
  if (row.status === 'completed' || row.status === 'failed')
    ctx.fail('conflict', `The import has ${row.status}; it can no longer be cancelled.`);
  const cancelled = { ...row, status: 'cancelled' as const, completed_at: ctx.now().toISOString() };
  await updateImport(ctx.db, workspaceId, cancelled);
  if (row.job_id !== null) await updateJob(ctx.db, workspaceId, row.job_id, { status: 'cancelled' });
  await ctx.signalWorkflow({ workflowId: importWorkflowId(row.id), signal: 'cancel', args: [] });
  const { processed, created, updated, errors } = row;
  await ctx.emit(contactImportsEvents.completed, {
    import_id,
    status: 'cancelled',
    processed,
    created,
    updated,
    errors,
  });
  return await withErrors(ctx, cancelled);
};

async function withErrors({ db, caller }: Inside, row: ContactImportRow) {
  const first = row.errors === 0 ? [] : await importErrors(db, caller.workspaceId, { importId: row.id, limit: 20 });
  return importAnswer(row, first);
}
