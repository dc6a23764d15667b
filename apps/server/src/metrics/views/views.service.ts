import { ApiError } from '@marquee/api/errors';
import type { views } from '@marquee/api/metrics/views.contract';
import { queryRange } from '@marquee/rules/metrics/query-range';
import type { Implements } from '../../kernel/context.ts';
import { listPage } from '../../kernel/paging/page.ts';
import { readWorkspace } from '../../workspace/settings.store.ts';
import { countViews, deleteView, insertView, viewsPage, type ViewRow } from './views.store.ts';

/** Dashboards that were kept. */
export function viewsService(): Implements<typeof views> {
  return { list, create, delete: remove };
}

type Service = Implements<typeof views>;

const list: Service['list'] = async (input, { db, caller: { workspaceId } }) =>
  await listPage(input, {
    rows: (page) => viewsPage(db, workspaceId, page),
    count: () => countViews(db, workspaceId),
    key: ({ id }) => id,
  });

const create: Service['create'] = async ({ name, query }, ctx) => {
  const { workspaceId } = ctx.caller;
  const zone = query.time_zone ?? (await readWorkspace(ctx.db, workspaceId))?.time_zone ?? 'UTC';
  refuseBadRange(query, zone, ctx.now());
  const view: ViewRow = { id: ctx.newId(), name, query, created_at: ctx.now().toISOString() };
  if (!(await insertView(ctx.db, workspaceId, view))) ctx.fail('conflict', `Another view is named ${name}.`);
  return view;
};

const remove: Service['delete'] = async ({ view_id }, ctx) => {
  if (!(await deleteView(ctx.db, ctx.caller.workspaceId, view_id))) ctx.fail('not_found', 'No view has this id.');
  return { id: view_id };
};

/**
 * What could never be answered is not kept; names are not looked at, because the data may come later.
 *
 * @throws {ApiError} `validation_failed` naming what is wrong with the range
 */
function refuseBadRange({ time_range, granularity }: ViewRow['query'], zone: string, now: Date): void {
  const { start, end } = 'last' in time_range ? lastOf(time_range.last, now) : time_range;
  const range = queryRange({ start, end, granularity, zone });
  if (range.ok) return;
  const pointer = 'last' in time_range ? '/query/time_range/last' : `/query/time_range/${range.end}`;
  throw new ApiError('validation_failed', range.detail, {
    errors: [{ pointer, code: range.code, detail: range.detail }],
  });
}

function lastOf(seconds: number, now: Date): { readonly start: string; readonly end: string } {
  return { start: new Date(now.getTime() - seconds * 1000).toISOString(), end: now.toISOString() };
}
