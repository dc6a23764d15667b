import { ApiError } from '@marquee/api/errors';
import type { segments } from '@marquee/api/messaging/segments.contract';
import { checkFilter, type SegmentFilter } from '@marquee/rules/messaging/segments/segment-filter';
import type { Implements, Inside } from '../../kernel/context.ts';
import { listPage } from '../../kernel/paging/page.ts';
import {
  countAudience,
  countSegments,
  deleteSegment,
  insertSegment,
  isSegmentInUse,
  isSegmentNameTaken,
  sampleAudience,
  segmentById,
  segmentsPage,
  updateSegment,
  type SegmentRow,
} from './segments.store.ts';

const noSegment = 'No segment has this id.';

/** Saved filters over contacts. */
export function segmentsService(): Implements<typeof segments> {
  return { list, create, get, update, delete: remove, evaluate, preview };
}

type Service = Implements<typeof segments>;

const list: Service['list'] = async (input, { db, caller: { workspaceId } }) => {
  return await listPage(input, {
    rows: (page) => segmentsPage(db, workspaceId, page),
    count: (filters) => countSegments(db, workspaceId, filters),
    key: ({ id }) => id,
  });
};

const create: Service['create'] = async (input, ctx) => {
  refuseBadFilter(input.filter_criteria);
  const at = ctx.now().toISOString();
  const segment = {
    ...{ id: ctx.newId(), name: input.name, description: input.description, filter_criteria: input.filter_criteria },
    ...{ estimated_audience_size: await sizeOf(ctx, input.filter_criteria), created_at: at, updated_at: at },
  };
  if (await isSegmentNameTaken(ctx.db, ctx.caller.workspaceId, segment))
    ctx.fail('conflict', 'Another segment has this name.');
  await insertSegment(ctx.db, ctx.caller.workspaceId, segment);
  return segment;
};

const get: Service['get'] = async ({ segment_id }, ctx) => {
  const segment = (await segmentById(ctx.db, ctx.caller.workspaceId, segment_id)) ?? ctx.fail('not_found', noSegment);
  return { ...segment, estimated_audience_size: await sizeOf(ctx, segment.filter_criteria) };
};

const update: Service['update'] = async (input, ctx) => {
  const { workspaceId } = ctx.caller;
  const old = (await segmentById(ctx.db, workspaceId, input.segment_id)) ?? ctx.fail('not_found', noSegment);
  if (input.filter_criteria !== undefined) refuseBadFilter(input.filter_criteria);
  const filter_criteria = input.filter_criteria ?? old.filter_criteria;
  const segment: SegmentRow = {
    ...{ ...old, name: input.name ?? old.name, filter_criteria },
    description: input.description === undefined ? old.description : input.description,
    estimated_audience_size: await sizeOf(ctx, filter_criteria),
    updated_at: ctx.now().toISOString(),
  };
  if (await isSegmentNameTaken(ctx.db, workspaceId, segment)) ctx.fail('conflict', 'Another segment has this name.');
  await updateSegment(ctx.db, workspaceId, segment);
  return segment;
};

const remove: Service['delete'] = async ({ segment_id }, ctx) => {
  const { workspaceId } = ctx.caller;
  if (await isSegmentInUse(ctx.db, workspaceId, segment_id)) {
    ctx.fail('conflict', 'A campaign that has not ended uses this segment; delete or end it first.');
  }
  if (!(await deleteSegment(ctx.db, workspaceId, segment_id))) ctx.fail('not_found', noSegment);
  return { id: segment_id };
};

const evaluate: Service['evaluate'] = async ({ segment_id, sample_size }, ctx) => {
  const { workspaceId } = ctx.caller;
  const segment = (await segmentById(ctx.db, workspaceId, segment_id)) ?? ctx.fail('not_found', noSegment);
  return { segment_id, ...(await counted(ctx, segment.filter_criteria, sample_size)) };
};

const preview: Service['preview'] = async ({ filter_criteria, sample_size }, ctx) => {
  refuseBadFilter(filter_criteria);
  return await counted(ctx, filter_criteria, sample_size);
};

async function counted(ctx: Inside, filter: SegmentFilter, sampleSize: number) {
  const began = ctx.now().getTime();
  const audience = { workspaceId: ctx.caller.workspaceId, filter, now: ctx.now() };
  const { matching, optedIn } = await countAudience(ctx.db, audience);
  const sample_users = await sampleAudience(ctx.db, audience, sampleSize);
  const evaluation_time_ms = Math.max(0, ctx.now().getTime() - began);
  return { matching_users: matching, opted_in: optedIn, sample_users, evaluation_time_ms };
}

async function sizeOf(ctx: Inside, filter: SegmentFilter): Promise<number> {
  return (await countAudience(ctx.db, { workspaceId: ctx.caller.workspaceId, filter, now: ctx.now() })).matching;
}

/** @throws {ApiError} `validation_failed` naming each bad condition */
function refuseBadFilter(filter: SegmentFilter): void {
  const issues = checkFilter(filter);
  if (issues.length === 0) return;
  throw new ApiError('validation_failed', 'The filter cannot be evaluated; see `errors`.', {
    errors: issues.map(({ pointer, detail }) => ({
      pointer: `/filter_criteria${pointer}`,
      code: 'invalid_filter',
      detail,
    })),
  });
}
