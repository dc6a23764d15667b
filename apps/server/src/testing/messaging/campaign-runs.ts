import { MockActivityEnvironment } from '@temporalio/testing';
import type { CampaignActivities, CampaignRunRef, CampaignStep } from '@marquee/workflows';
import { campaignActivities } from '../../messaging/campaigns/campaigns.activities.ts';
import { sendBatch } from '../../messaging/sending/send-batch.ts';
import type { Sending } from './sending.ts';

/** Carries a run on as the workflow does, until it waits or ends. */
export async function carryRunOn(
  { attempt, deps: own }: Sending,
  ref: CampaignRunRef,
  deps = own,
): Promise<CampaignStep> {
  const activities = campaignActivities(deps);
  const act = <Name extends keyof CampaignActivities>(name: Name, input: CampaignRunRef & { batch: number }) =>
    new MockActivityEnvironment().run(async () => await activities[name](input));
  for (;;) {
    const step = await activities.nextCampaignStep(ref);
    if (step.kind === 'plan') await act('planCampaign', { ...ref, batch: 0 });
    else if (step.kind === 'freeze') await act('freezeCampaignAudience', { ...ref, batch: 0 });
    else if (step.kind === 'reconcile') await act('reconcileCampaign', { ...ref, batch: 0 });
    else if (step.kind === 'send')
      for (const batch of step.batches) await sendBatch(deps, { ...ref, batch, claimId: deps.newId() }, attempt);
    else return step;
  }
}

/** Triggers a campaign; answers its run. */
export async function triggerRun(sending: Sending, campaignId: string): Promise<CampaignRunRef> {
  const started = await sending.call('messaging.campaigns.trigger', { campaign_id: campaignId });
  return { workspaceId: sending.workspaceId, campaignId, run: Number(started['run']) };
}
