import { campaignEvents } from '@marquee/api/messaging/campaign-events.contract';
import type { Campaign, campaigns } from '@marquee/api/messaging/campaigns.contract';
import { microsOf } from '@marquee/rules/money/micros';
import type { Implements, Inside } from '../../kernel/context.ts';
import { listPage } from '../../kernel/paging/page.ts';
import { insertRun, releaseWaiting, startOf, workflowIdOf } from './campaign-runs.store.ts';
import { planCampaign, previewOf } from './campaign-plan.ts';
import { chooseSender } from './campaign-sender.ts';
import { campaignSummary } from './campaign-summary.store.ts';
import {
  campaignById,
  campaignsPage,
  countCampaigns,
  insertCampaign,
  lockCampaign,
  markCampaignDeleted,
  setCampaignStatus,
  updateCampaignFields,
  type CampaignFields,
  type CampaignRow,
} from './campaigns.store.ts';
import { countAudience, segmentById } from '../segments/segments.store.ts';
import { senderById, type SenderRow } from '../senders/senders.store.ts';
import { templateById } from '../templates/templates.store.ts';

/** What campaigns are sent with. */
export interface CampaignsDeps {
  /** Whether messages may go to a carrier simulator, which reaches no phone. */
  readonly simulatorPermitted: boolean;
}

type Service = Implements<typeof campaigns>;
type Status = Campaign['status'];

const noCampaign = 'There is no such campaign; list campaigns to see those there are.';

/** SMS campaigns: their life, their report, and what they would send. */
export function campaignsService(deps: CampaignsDeps): Service {
  return { list, create, get, update, delete: remove, trigger: trigger(deps), preview, pause, resume, cancel, summary };
}

const list: Service['list'] = async (input, { db, caller: { workspaceId } }) =>
  await listPage(input, {
    rows: (page) => campaignsPage(db, workspaceId, page),
    count: (filters) => countCampaigns(db, workspaceId, filters),
    key: ({ id }) => id,
  });

const create: Service['create'] = async (input, ctx) => {
  const fields = merged(
    { ...emptyFields, name: input.name, template_id: input.template_id, segment_id: input.segment_id },
    input,
  );
  await checkFields(ctx, fields);
  const key = { workspaceId: ctx.caller.workspaceId, id: ctx.newId() };
  await insertCampaign(ctx.db, key, { fields, at: ctx.now().toISOString() });
  return await shown(ctx, key.id);
};

const get: Service['get'] = async ({ campaign_id }, ctx) =>
  (await campaignById(ctx.db, { workspaceId: ctx.caller.workspaceId, id: campaign_id })) ??
  ctx.fail('not_found', noCampaign);

const update: Service['update'] = async ({ campaign_id, ...changes }, ctx) => {
  const key = { workspaceId: ctx.caller.workspaceId, id: campaign_id };
  const row = (await lockCampaign(ctx.db, key)) ?? ctx.fail('not_found', noCampaign);
  const allowed = changeable[row.status];
  const refused = Object.entries(changes)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name)
    .filter((name) => allowed !== 'all' && !allowed.includes(name));
  if (refused.length > 0)
    ctx.fail('conflict', `The campaign is ${row.status}; ${refused.join(', ')} cannot change now.`);
  const { id: _id, status, run, job_id: _job, ...before } = row;
  const fields = merged(before, changes);
  await checkFields(ctx, fields);
  await updateCampaignFields(ctx.db, key, { fields, at: ctx.now().toISOString() });
  if (status !== 'draft') {
    await releaseWaiting(ctx.db, { workspaceId: key.workspaceId, campaignId: campaign_id, run });
    await ctx.signalWorkflow({ workflowId: workflowIdOf(campaign_id, run), signal: 'reschedule', args: [] });
  }
  return await shown(ctx, campaign_id);
};

const remove: Service['delete'] = async ({ campaign_id }, ctx) => {
  const key = { workspaceId: ctx.caller.workspaceId, id: campaign_id };
  const { status } = (await lockCampaign(ctx.db, key)) ?? ctx.fail('not_found', noCampaign);
  if (isLive(status)) ctx.fail('conflict', `The campaign is ${status}; cancel it before deleting it.`);
  await markCampaignDeleted(ctx.db, key, ctx.now().toISOString());
  return {};
};

const trigger =
  ({ simulatorPermitted }: CampaignsDeps): Service['trigger'] =>
  async ({ campaign_id }, ctx) => {
    const { db, caller } = ctx;
    const key = { workspaceId: caller.workspaceId, id: campaign_id };
    const row = (await lockCampaign(db, key)) ?? ctx.fail('not_found', noCampaign);
    const segment =
      (await segmentById(db, key.workspaceId, row.segment_id)) ??
      ctx.fail('unprocessable', 'The campaign’s segment is gone; choose another.');
    const { matching } = await countAudience(db, {
      workspaceId: key.workspaceId,
      filter: segment.filter_criteria,
      now: ctx.now(),
    });
    if (isLive(row.status) && row.job_id !== null)
      return answer(row, { status: row.status, jobId: row.job_id, recipients: matching });
    if (row.status !== 'draft') ctx.fail('conflict', `The campaign is ${row.status}; create another to send again.`);

    const template = await templateById(db, key.workspaceId, row.template_id);
    if (template === undefined || !template.is_active) {
      return ctx.fail('unprocessable', 'The campaign’s template is gone or inactive; choose another.');
    }
    const sender = await senderOf(ctx, row.sender_id);
    if (sender.simulated && !simulatorPermitted)
      ctx.fail('not_configured', 'The campaign’s sender is a carrier simulator, which this server does not permit.');
    const now = ctx.now();
    if (row.expires_at !== null && now >= new Date(row.expires_at))
      ctx.fail('unprocessable', 'The campaign has expired; move `expires_at`.');

    const run = row.run + 1;
    const ref = { workspaceId: key.workspaceId, campaignId: campaign_id, run };
    const workflowId = workflowIdOf(campaign_id, run);
    const jobId = await ctx.job({ kind: 'messaging.campaigns.send', recordId: campaign_id, workflowId });
    const { content } = template;
    const at = now.toISOString();
    await insertRun(db, {
      ...ref,
      jobId,
      workflowId,
      senderId: sender.sender_id,
      simulated: sender.simulated,
      content,
      at,
    });
    const status: Status = row.schedule_time !== null && new Date(row.schedule_time) > now ? 'scheduled' : 'running';
    await setCampaignStatus(db, key, { status, at });
    if (status === 'scheduled') await ctx.emit(campaignEvents.scheduled, { campaign_id, run });
    await ctx.start(startOf(ref, workflowId));
    return answer({ ...row, run }, { status, jobId, recipients: matching });
  };

const preview: Service['preview'] = async ({ campaign_id, price_per_part, currency }, ctx) => {
  const { workspaceId } = ctx.caller;
  const campaign = (await campaignById(ctx.db, { workspaceId, id: campaign_id })) ?? ctx.fail('not_found', noCampaign);
  if (campaign.template === null || campaign.segment === null)
    return ctx.fail('unprocessable', 'The campaign’s template or segment is gone.');
  const prices = price_per_part === undefined ? null : { currency, prices: new Map([['', microsOf(price_per_part)]]) };
  const request = { workspaceId, campaignId: campaign_id, prices, now: ctx.now() };
  const tally = await planCampaign((work) => work(ctx.db), request);
  return tally === undefined ? ctx.fail('not_found', noCampaign) : previewOf(campaign_id, tally);
};

const summary: Service['summary'] = async ({ campaign_id }, ctx) =>
  (await campaignSummary(ctx.db, { workspaceId: ctx.caller.workspaceId, id: campaign_id, now: ctx.now() })) ??
  ctx.fail('not_found', noCampaign);

const pause: Service['pause'] = async ({ campaign_id }, ctx) =>
  await move(ctx, {
    id: campaign_id,
    from: ['running', 'scheduled'],
    already: 'paused',
    signal: 'pause',
    to: () => 'paused',
  });

const resume: Service['resume'] = async ({ campaign_id }, ctx) =>
  await move(ctx, {
    ...{ id: campaign_id, from: ['paused'], already: 'running', signal: 'resume' },
    to: ({ schedule_time }) =>
      schedule_time !== null && new Date(schedule_time) > ctx.now() ? 'scheduled' : 'running',
  });

const cancel: Service['cancel'] = async ({ campaign_id }, ctx) =>
  await move(ctx, {
    id: campaign_id,
    from: ['running', 'scheduled', 'paused'],
    already: 'cancelled',
    signal: 'cancel',
    to: () => 'cancelled',
  });

interface Move {
  readonly id: string;
  readonly from: readonly Status[];
  readonly already: Status;
  readonly signal: 'pause' | 'resume' | 'cancel';
  readonly to: (row: CampaignRow) => Status;
}

type Refusing = Inside & { readonly fail: (code: 'not_found' | 'conflict', detail: string) => never };

/** Moves a live campaign: the row first, which sends obey at once, then word to the workflow. */
async function move(ctx: Refusing, { id, from, already, signal, to }: Move): Promise<Campaign> {
  const key = { workspaceId: ctx.caller.workspaceId, id };
  const row = (await lockCampaign(ctx.db, key)) ?? ctx.fail('not_found', noCampaign);
  if (row.status === already) return await shown(ctx, id);
  if (!from.includes(row.status))
    return ctx.fail('conflict', `The campaign is ${row.status}; only a ${from.join(' or ')} one can do that.`);
  const status = to(row);
  await setCampaignStatus(ctx.db, key, { status, at: ctx.now().toISOString() });
  if (status === 'paused' || status === 'cancelled')
    await ctx.emit(campaignEvents[status], { campaign_id: id, run: row.run });
  else await ctx.emit(campaignEvents.resumed, { campaign_id: id, run: row.run });
  await ctx.signalWorkflow({ workflowId: workflowIdOf(id, row.run), signal, args: [] });
  return await shown(ctx, id);
}

const emptyFields = {
  ...{ description: null, sender_id: null, schedule_time: null, expires_at: null, rate_limit_per_second: null },
  ...{ quiet_hours_start: null, quiet_hours_end: null, time_zone: null, frequency_cap: null },
} as const;

type Optional<Fields> = { readonly [Name in keyof Fields]?: Fields[Name] | undefined };

/** The fields with those that were given; what is undefined was not. */
function merged(before: CampaignFields, changes: Optional<CampaignFields>): CampaignFields {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...before, ...(Object.fromEntries(given) as Partial<CampaignFields>) }; // the entries of `changes` are its own
}

const pacing = [
  ...['expires_at', 'rate_limit_per_second', 'quiet_hours_start', 'quiet_hours_end', 'frequency_cap'],
  ...['name', 'description'],
];
const changeable: Readonly<Record<Status, 'all' | readonly string[]>> = {
  draft: 'all',
  scheduled: [...pacing, 'schedule_time', 'time_zone'],
  paused: pacing,
  running: [],
  completed: [],
  cancelled: [],
  failed: [],
};

type Unprocessable = Inside & { readonly fail: (code: 'unprocessable', detail: string) => never };

async function checkFields(ctx: Unprocessable, fields: CampaignFields): Promise<void> {
  const { workspaceId } = ctx.caller;
  if ((await templateById(ctx.db, workspaceId, fields.template_id)) === undefined)
    ctx.fail('unprocessable', 'There is no such template.');
  if ((await segmentById(ctx.db, workspaceId, fields.segment_id)) === undefined)
    ctx.fail('unprocessable', 'There is no such segment.');
  if (fields.sender_id !== null && (await senderById(ctx.db, workspaceId, fields.sender_id)) === undefined) {
    ctx.fail('unprocessable', 'There is no such sender.');
  }
  if ((fields.quiet_hours_start === null) !== (fields.quiet_hours_end === null)) {
    ctx.fail('unprocessable', 'Quiet hours need both `quiet_hours_start` and `quiet_hours_end`, or neither.');
  }
  const { schedule_time, expires_at } = fields;
  if (schedule_time !== null && expires_at !== null && new Date(expires_at) <= new Date(schedule_time)) {
    ctx.fail('unprocessable', '`expires_at` must be later than `schedule_time`.');
  }
}

type Sending = Inside & { readonly fail: (code: 'not_configured' | 'unprocessable', detail: string) => never };

/** The named sender, the workspace's default, or the only one there is. */
async function senderOf(ctx: Sending, senderId: string | null): Promise<SenderRow> {
  const chosen = await chooseSender(ctx.db, ctx.caller.workspaceId, senderId);
  switch (chosen.kind) {
    case 'chosen':
      return chosen.sender;
    case 'gone':
      return ctx.fail('not_configured', 'The campaign’s sender is gone; choose another.');
    case 'whatsapp':
      return ctx.fail('unprocessable', 'Campaigns go by SMS; name an `sms` sender in `sender_id`.');
    case 'none':
      return ctx.fail('not_configured', 'There is no sender; put one before sending.');
    case 'several':
      return ctx.fail('unprocessable', 'There are several senders; name one in `sender_id`.');
  }
}

function answer(
  row: CampaignRow,
  { status, jobId, recipients }: { status: Status; jobId: string; recipients: number },
) {
  const { id, run } = row;
  return {
    campaign_id: id,
    run,
    status,
    job_id: jobId,
    estimated_recipients: recipients,
    execution_started: status === 'running',
  };
}

async function shown(ctx: Inside, id: string): Promise<Campaign> {
  const found = await campaignById(ctx.db, { workspaceId: ctx.caller.workspaceId, id });
  if (found === undefined) throw new Error(`campaign ${id} vanished within its transaction`);
  return found;
}

function isLive(status: Status): boolean {
  return status === 'scheduled' || status === 'running' || status === 'paused';
}
