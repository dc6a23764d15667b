import { Context } from '@temporalio/activity';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter, toPayloads } from '@temporalio/common';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { CampaignRunRef } from '@marquee/workflows';
import { newId } from '../../lib/ids.ts';
import { workflowIdOf } from '../../messaging/campaigns/campaign-runs.store.ts';
import { campaignActivities } from '../../messaging/campaigns/campaigns.activities.ts';
import { connectEngine } from '../../temporal/client.ts';
import { startEngine, type EngineServerOptions } from '../../temporal/engine-server.ts';
import { startWorker } from '../../temporal/worker.ts';
import type { Sending } from './sending.ts';

/** A Temporal server and a worker that carries campaigns of `Sending` on. */
export interface CampaignEngine extends AsyncDisposable {
  /** Starts a run's workflow. With `skipTime` its waits cost nothing, and its activities live at its own time. */
  readonly start: (
    sending: Sending,
    ref: CampaignRunRef,
    options: { readonly skipTime: boolean },
  ) => Promise<WorkflowHandle>;
}

const log = pino({ level: 'silent' });
const queue = 'marquee';

/** Opens an engine in a folder of its own. */
export async function openCampaignEngine(executable: EngineServerOptions['executable']): Promise<CampaignEngine> {
  await using stack = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'marquee-engine-'));
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  const engine = stack.use(await startEngine({ executable, dataDir, log }));
  const runs = new Map<string, Sending>();
  const worker = stack.use(
    startWorker({
      ...{ address: engine.address, namespace: 'default', cacheDir: join(tmpdir(), 'marquee-bundles'), log },
      queues: { workflows: queue, activities: ['messaging', 'bulk'] },
      activities: activitiesOf(runs),
    }),
  );
  const { client } = stack.use(await connectEngine(engine.address, 'default'));
  await worker.ready;
  const owned = stack.move();
  return {
    async start(sending, ref, { skipTime }) {
      runs.set(ref.campaignId, sending);
      const workflowId = workflowIdOf(ref.campaignId, ref.run);
      await startRun(client, { workflowId, ref, skipTime });
      return client.workflow.getHandle(workflowId);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** A run's activities at the time at which its workflow asked for them, which may be months ahead of ours. */
function activitiesOf(runs: ReadonlyMap<string, Sending>) {
  const now = () => new Date(Context.current().info.currentAttemptScheduledTimestampMs);
  const of = ({ campaignId }: CampaignRunRef) => {
    const sending = runs.get(campaignId);
    if (sending === undefined) throw new Error(`no test knows campaign ${campaignId}`);
    return campaignActivities({ ...sending.deps, now });
  };
  return {
    nextCampaignStep: (ref: CampaignRunRef) => of(ref).nextCampaignStep(ref),
    planCampaign: (ref: CampaignRunRef) => of(ref).planCampaign(ref),
    freezeCampaignAudience: (ref: CampaignRunRef) => of(ref).freezeCampaignAudience(ref),
    sendCampaignBatch: (ref: CampaignRunRef & { batch: number }) => of(ref).sendCampaignBatch(ref),
    reconcileCampaign: (ref: CampaignRunRef) => of(ref).reconcileCampaign(ref),
  };
}

interface Start {
  readonly workflowId: string;
  readonly ref: CampaignRunRef;
  readonly skipTime: boolean;
}

/** The raw call: the client's own has no word for skipping time. */
async function startRun(client: Client, { workflowId, ref, skipTime }: Start): Promise<void> {
  await client.workflowService.startWorkflowExecution({
    ...{ namespace: 'default', workflowId, requestId: newId(), identity: 'test' },
    workflowType: { name: 'sendCampaign' },
    taskQueue: { name: queue },
    input: { payloads: toPayloads(defaultPayloadConverter, ref) ?? [] },
    ...(skipTime ? { timeSkippingConfig: { enabled: true } } : {}),
  });
}
