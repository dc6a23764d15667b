import { useTexts } from '../../i18n/locale.tsx';
import { StatusPill, type Tone } from '../../ui/feedback/status-pill.tsx';
import { campaignsMessages } from './campaigns.messages.ts';
import type { Campaign } from './campaigns.queries.ts';

const tones = {
  ...({ draft: 'neutral', scheduled: 'info', running: 'info', paused: 'warn' } as const),
  ...({ completed: 'good', cancelled: 'neutral', failed: 'bad' } as const),
} satisfies Record<Campaign['status'], Tone>;

/** Where a campaign stands. */
export function CampaignPill({ status }: Pick<Campaign, 'status'>) {
  const say = useCampaignStatus();
  return <StatusPill tone={tones[status]} label={say(status)} />;
}

/** A campaign's state in words. */
export function useCampaignStatus(): (status: Campaign['status']) => string {
  const t = useTexts(campaignsMessages);
  return (status) => (status === 'failed' ? t.failedState : t[status]);
}
