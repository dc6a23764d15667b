import type { InputOf, ItemOf, OutputOf } from '../../api/operations.ts';
import { useChange, useDeletion, useRead } from '../../api/use-operation.ts';
import { oneOf, type UrlState } from '../../ui/filters/use-url-state.ts';
import { nameFilter } from '../name-filter.ts';

/** One message to everyone in a segment. */
export type Campaign = ItemOf<'messaging.campaigns.list'>;

/** What a campaign would do now. */
export type SendPlan = OutputOf<'messaging.campaigns.preview'>;

/** What a campaign's latest run did. */
export type Summary = OutputOf<'messaging.campaigns.summary'>;

/** Where a campaign can stand. */
export const campaignStatuses = [
  ...(['draft', 'scheduled', 'running', 'paused', 'completed', 'cancelled', 'failed'] as const),
];

/** What the list is asked for, from what the address says. */
export function campaignsInput({ status, name }: UrlState): InputOf<'messaging.campaigns.list'> {
  const state = oneOf(status, campaignStatuses);
  return { ...nameFilter({ name }), ...(state === undefined ? {} : { status: state }) };
}

/** One campaign. */
export function useCampaign(id: string) {
  return useRead('messaging.campaigns.get', { campaign_id: id });
}

/** Whom a campaign would send to now, when, whom not and why, and at what cost. */
export function useSendPlan(id: string) {
  return useRead('messaging.campaigns.preview', { campaign_id: id });
}

const pollMs = 2000;

/** What the latest run did; events bring it up to date, and while it runs it is also asked for. */
export function useSummary({ id, status }: Pick<Campaign, 'id' | 'status'>) {
  return useRead(
    'messaging.campaigns.summary',
    { campaign_id: id },
    { refetchInterval: status === 'running' ? pollMs : false },
  );
}

/** Templates that can be sent, for a choice. */
export function useTemplateChoices() {
  return useRead('messaging.templates.list', { is_active: true, limit: 500 }).data?.items ?? [];
}

/** Segments, for a choice. */
export function useSegmentChoices() {
  return useRead('messaging.segments.list', { limit: 500 }).data?.items ?? [];
}

/** Senders that campaigns can go out from, for a choice: those of SMS. */
export function useSenderChoices() {
  const senders = useRead('messaging.senders.list', { limit: 500 }).data?.items ?? [];
  return senders.filter(({ kind }) => kind === 'sms');
}

/** How many are in a segment now, and how many of them may be messaged. */
export function useSegmentSize(id: string) {
  return useRead('messaging.segments.evaluate', { segment_id: id, sample_size: 3 }, { enabled: id !== '' });
}

/** Whether a campaign goes out from a simulator; null while that is not known. */
export function useIsSimulated({ sender_id }: Pick<Campaign, 'sender_id'>): boolean | null {
  const senders = useSenderChoices();
  const { data: settings } = useRead('workspace.settings.get', {});
  const id = sender_id ?? settings?.default_sender_id ?? (senders.length === 1 ? senders[0]?.sender_id : undefined);
  return senders.find((sender) => sender.sender_id === id)?.simulated ?? null;
}

const afterChange = ['messaging.campaigns.', 'messaging.segments.list'];

/** Makes a draft. */
export function useCreateCampaign() {
  return useChange('messaging.campaigns.create', { refreshes: ['messaging.campaigns.list'] });
}

/** Changes a campaign. */
export function useUpdateCampaign() {
  return useChange('messaging.campaigns.update', { refreshes: ['messaging.campaigns.'] });
}

/** Starts sending, or arms the schedule. */
export function useTriggerCampaign() {
  return useChange('messaging.campaigns.trigger', { refreshes: [...afterChange, 'system.jobs.'] });
}

/** Lets no further message begin until it is resumed. */
export function usePauseCampaign() {
  return useChange('messaging.campaigns.pause', { refreshes: afterChange });
}

/** Goes on after a pause. */
export function useResumeCampaign() {
  return useChange('messaging.campaigns.resume', { refreshes: afterChange });
}

/** Ends a campaign for good. */
export function useCancelCampaign() {
  return useChange('messaging.campaigns.cancel', { refreshes: [...afterChange, 'system.jobs.'] });
}

/** Deletes a draft or an ended campaign and goes back to the list. */
export function useDeleteCampaign() {
  return useDeletion('messaging.campaigns.delete', {
    refreshes: ['messaging.campaigns.list'],
    goesTo: '/campaigns/messaging',
  });
}
