import type { CampaignActivities, CampaignStep } from '@marquee/workflows';
import { WorkflowNotFoundError } from '@temporalio/client';
import { expect, test } from 'vitest';
import { hasEngine, openWorkflowStage } from '../../testing/workflow-stage.ts';

const run = { workspaceId: 'w1', campaignId: 'c1', run: 1 };
const start = { taskQueue: 'marquee', args: [run] as const };
const signals = ['pause', 'resume', 'reschedule'] as const;

/** Rows as a campaign has them: what a signal says is only that they have changed. */
function campaignRows() {
  let changes = 0;
  let end: string | null = null;
  const seen: number[] = [];
  const next = async (): Promise<CampaignStep> => {
    seen.push(changes);
    return end === null ? { kind: 'wait', until: null } : { kind: 'ended', status: end };
  };
  const unused = () => Promise.reject(new Error('nothing is sent here'));
  const activities: CampaignActivities = {
    nextCampaignStep: next,
    planCampaign: unused,
    freezeCampaignAudience: unused,
    sendCampaignBatch: unused,
    reconcileCampaign: unused,
  };
  return {
    activities: { ...activities },
    change: () => (changes += 1),
    end: (status: string) => (end = status),
    /** The last change that the workflow has looked at. */
    seen: () => seen.at(-1) ?? -1,
  };
}

test.skipIf(!hasEngine)(
  'a campaign that changes for months continues as new, under its id, and misses no signal',
  { timeout: 120_000 },
  async () => {
    const rows = campaignRows();
    // The engine suggests it after 40 events rather than thousands.
    const dynamicConfig = { 'limit.historyCount.suggestContinueAsNew': '40' };
    await using stage = await openWorkflowStage({ activities: rows.activities, dynamicConfig });
    const first = await stage.client.workflow.start('sendCampaign', { ...start, workflowId: 'campaign:c1:1' });
    const campaign = stage.client.workflow.getHandle('campaign:c1:1');

    for (let round = 0; round < 12; round += 1) {
      const last = rows.change();
      await campaign.signal(signals[round % signals.length] ?? 'pause');
      await expect.poll(rows.seen, { timeout: 30_000 }).toBe(last);
    }
    // Many at once, so that some arrive in the midst of a switch.
    const changed = Array.from({ length: 60 }, () => rows.change());
    await Promise.all(changed.map((n) => campaign.signal(signals[n % signals.length] ?? 'pause')));
    rows.end('cancelled');
    // One of those signals, still on its way, may have had it look already, and end.
    await campaign.signal('cancel').catch((error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    });

    expect(await campaign.result()).toBe('cancelled');
    const begun = stage.client.workflow.getHandle('campaign:c1:1', first.firstExecutionRunId);
    const { events } = await begun.fetchHistory();
    expect(events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes).toBeTruthy();
    const last = await campaign.describe();
    expect(last.runId).not.toBe(first.firstExecutionRunId);
    expect(last.historyLength).toBeLessThan(400);
  },
);

test.skipIf(!hasEngine)(
  'a batch that is under way is finished before a campaign continues as new',
  { timeout: 120_000 },
  async () => {
    const finished: number[] = [];
    let steps = 0;
    const activities: CampaignActivities = {
      async nextCampaignStep() {
        steps += 1;
        if (steps > 6) return { kind: 'ended', status: 'completed' };
        return { kind: 'send', batches: Array.from({ length: 8 }, (_, n) => steps * 100 + n) };
      },
      planCampaign: async () => undefined,
      freezeCampaignAudience: async () => undefined,
      sendCampaignBatch: async ({ batch }) => void finished.push(batch),
      reconcileCampaign: async () => undefined,
    };
    const dynamicConfig = { 'limit.historyCount.suggestContinueAsNew': '40' };
    await using stage = await openWorkflowStage({ activities: { ...activities }, dynamicConfig });

    const campaign = await stage.client.workflow.start('sendCampaign', { ...start, workflowId: 'campaign:c2:1' });

    expect(await stage.client.workflow.getHandle('campaign:c2:1').result()).toBe('completed');
    const begun = stage.client.workflow.getHandle('campaign:c2:1', campaign.firstExecutionRunId);
    const { events } = await begun.fetchHistory();
    expect(events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes).toBeTruthy();
    expect(finished.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 48 }, (_, n) => (Math.floor(n / 8) + 1) * 100 + (n % 8)),
    );
  },
);
