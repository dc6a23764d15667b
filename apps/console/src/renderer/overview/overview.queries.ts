import { useIdentity } from '../api/session-context.tsx';
import { useRead } from '../api/use-operation.ts';
import { usePlatform } from '../platform/platform.tsx';

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
  readonly id: 'taskContact' | 'taskImport' | 'taskSegment' | 'taskCampaign' | 'taskKey' | 'taskCode';
  readonly to: string;
  readonly isDone: boolean;
}

// What the demo comes with does not count as done.
const demoHas = { contacts: 40, segments: 1, keys: 1 };
const freshHas = { contacts: 0, segments: 0, keys: 0 };

/** The first things to do, ticked by what the workspace really holds. */
export function useTasks(): readonly Task[] {
  const { workspace, scopes } = useIdentity();
  const { settings } = usePlatform();
  const before = workspace.is_demo ? demoHas : freshHas;
  const canSeeKeys = scopes.includes('workspace:admin');
  const count = { limit: 1, include_total: true };
  const contacts = useRead('messaging.contacts.list', count).data?.page.total ?? 0;
  const imports = useRead('messaging.contactImports.list', { limit: 1 }).data?.items.length ?? 0;
  const segments = useRead('messaging.segments.list', count).data?.page.total ?? 0;
  const campaigns = useRead('messaging.campaigns.list', { limit: 50 }).data?.items ?? [];
  const keys = useRead('workspace.apiKeys.list', count, { enabled: canSeeKeys }).data?.page.total ?? 0;
  return [
    { id: 'taskContact', to: '/audiences/contacts', isDone: contacts > before.contacts },
    { id: 'taskImport', to: '/audiences/imports', isDone: imports > 0 },
    { id: 'taskSegment', to: '/audiences/segments', isDone: segments > before.segments },
    { id: 'taskCampaign', to: '/campaigns/messaging', isDone: campaigns.some(({ run }) => run > 0) },
    ...(canSeeKeys ? [{ id: 'taskKey', to: '/settings/api-keys', isDone: keys > before.keys } as const] : []),
    { id: 'taskCode', to: '/audiences/contacts', isDone: settings.get('copied-code') === 'yes' },
  ];
}
