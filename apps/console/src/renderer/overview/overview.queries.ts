import type { ItemOf } from '../api/operations.ts';
import { useIdentity } from '../api/session-context.tsx';
import { useChange, useRead } from '../api/use-operation.ts';
import { useTicks } from '../platform/ticks.ts';

const minuteMs = 60_000;

/** The last day at a glance; events refresh it, and once a minute the day moves on. */
export function useDashboard() {
  return useRead('messaging.monitoring.dashboard', {}, { refetchInterval: minuteMs });
}

/** The same by the hour. */
export function useTimeline() {
  return useRead('messaging.monitoring.timeline', { hours: 24 }, { refetchInterval: minuteMs });
}

/** Campaigns that stand so, a handful. */
export function useCampaigns(status: 'running' | 'paused' | 'failed' | 'scheduled') {
  return useRead('messaging.campaigns.list', { status, limit: 5 });
}

/** Answers that wait for a person's judgement. */
export function useOpenReviews() {
  return useRead('messaging.optOutReviews.list', { status: 'open', limit: 1, include_total: true });
}

/** How the server is. */
export function useHealth() {
  return useRead('system.health', {}, { refetchInterval: minuteMs });
}

/** One of the first things to do, and whether it is done. */
export interface Task {
  readonly id: 'taskWatch' | 'taskImport' | 'taskSegment' | 'taskCampaign' | 'taskCode';
  readonly to: string;
  readonly isDone: boolean;
}

// What the demo comes with, or sends by itself, does not count as done.
const demoSegments = ['Everyone who opted in', 'Premium customers'];
const demoSend = 'Demo send';

type Campaign = ItemOf<'messaging.campaigns.list'>;

/** The first things to do, ticked by what the workspace really holds and what was looked at on this device. */
export function useTasks(): readonly Task[] {
  const { workspace } = useIdentity();
  const ticks = useTicks();
  const isDemos = (name: string, names: readonly string[]) => workspace.is_demo && names.includes(name);
  const imports = useRead('messaging.contactImports.list', { limit: 1 }).data?.items ?? [];
  const segments = useRead('messaging.segments.list', { limit: 50 }).data?.items ?? [];
  const campaigns = useLatestCampaigns();
  const running = campaigns.find(({ status }) => status === 'running');
  const watch: Task = {
    id: 'taskWatch',
    to: running === undefined ? '/campaigns/messaging' : `/campaigns/messaging/${running.id}`,
    isDone: ticks.has('watched-send'),
  };
  const tasks: readonly Task[] = [
    { id: 'taskImport', to: '/audiences/imports', isDone: imports.length > 0 },
    {
      id: 'taskSegment',
      to: '/audiences/segments',
      isDone: segments.some(({ name }) => !isDemos(name, demoSegments)),
    },
    {
      id: 'taskCampaign',
      to: '/campaigns/messaging',
      isDone: campaigns.some(({ run, name }) => run > 0 && !(workspace.is_demo && name.startsWith(demoSend))),
    },
  ];
  const code: Task = { id: 'taskCode', to: '/audiences/contacts', isDone: ticks.has('copied-code') };
  // Where nothing is sent yet, there is nothing to watch before the first campaign.
  return workspace.is_demo ? [watch, ...tasks, code] : [...tasks, watch, code];
}

function useLatestCampaigns(): readonly Campaign[] {
  return useRead('messaging.campaigns.list', { limit: 50 }).data?.items ?? [];
}

/** Sends once more what the demo sends on its first start, so that there is something to watch again; null where it can't be. */
export function useDemoSend() {
  const { workspace, scopes } = useIdentity();
  const campaigns = useLatestCampaigns();
  const create = useChange('messaging.campaigns.create');
  const trigger = useChange('messaging.campaigns.trigger', { refreshes: ['messaging.campaigns.'] });
  const sends = campaigns.filter(({ name }) => name.startsWith(demoSend));
  const { template, segment } = sends.find((one) => one.template !== null && one.segment !== null) ?? {};
  if (!workspace.is_demo || !scopes.includes('messaging:send')) return null;
  if (template === undefined || template === null || segment === undefined || segment === null) return null;
  return {
    isPending: create.isPending || trigger.isPending,
    async send() {
      const { id } = await create.mutateAsync({
        name: `${demoSend} ${sends.length + 1}`,
        ...{ template_id: template.id, segment_id: segment.id, sender_id: 'demo', rate_limit_per_second: 1 },
        ...{ quiet_hours_start: '00:00', quiet_hours_end: '00:00' },
      });
      await trigger.mutateAsync({ campaign_id: id });
    },
  };
}
