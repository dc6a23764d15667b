import { MockActivityEnvironment } from '@temporalio/testing';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { selectOne } from '../../database/sql.ts';
import { openTestDatabase } from '../../testing/database.ts';
import { triggerRun } from '../../testing/messaging/campaign-runs.ts';
import { openSending } from '../../testing/messaging/sending.ts';
import { campaignActivities } from './campaigns.activities.ts';

test('a job tells how far its batch is while the batch is sent', { timeout: 120_000 }, async () => {
  await using db = await openTestDatabase();
  await using sending = await openSending(async () => ({ ...db, [Symbol.asyncDispose]: async () => undefined }));
  const ref = await triggerRun(sending, await sending.campaign({ contacts: 60 }));
  const activities = campaignActivities(sending.deps);
  const done = async () => {
    const job = await sending.inWorkspace((tx) =>
      selectOne<{ progress: { done: number } | null }>(tx, sql`select progress from jobs`),
    );
    return job?.progress?.done ?? 0;
  };
  const told: number[] = [];
  // The first of the second twenty-five is not answered before the job has told of the first.
  sending.carrier.answer = async (_message, count) => {
    if (count !== 26) return null;
    await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(0);
    told.push(await done());
    return null;
  };
  const act = async (work: () => Promise<void>) => await new MockActivityEnvironment().run(work);

  for (;;) {
    const step = await activities.nextCampaignStep(ref);
    if (step.kind === 'plan') await act(() => activities.planCampaign(ref));
    else if (step.kind === 'freeze') await act(() => activities.freezeCampaignAudience(ref));
    else if (step.kind === 'send')
      for (const batch of step.batches) await act(() => activities.sendCampaignBatch({ ...ref, batch }));
    else break;
  }

  expect(told).toEqual([25]);
  expect(await done()).toBe(60);
});
