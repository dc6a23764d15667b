import { startInstallation, type Api } from './installation.ts';
import { interleaved, median, medianRatio } from './measure.ts';
import {
  addCampaigns,
  addContacts,
  handWritten,
  openReportCluster,
  segmentFilter,
  type ReportCluster,
  type ReportDatabase,
} from './report-data.ts';
import type { BenchResult, Figure } from './results.ts';

const [few, many] = [100, 500];
const contacts = 1_000_000;
const asks = 21;
const segmentRounds = 5;

const paths: Readonly<Record<string, string>> = {
  'campaign summary': '/messaging/campaigns/{campaign}/summary',
  'message status with summary': '/messaging/messages?include_summary=true&limit=50',
  timeline: '/messaging/monitoring/timeline?hours=168',
  'error analysis': '/messaging/monitoring/errors?hours=720',
  dashboard: '/messaging/monitoring/dashboard',
  inbound: '/messaging/inbound?hours=24&limit=100',
};

/** What reports take over a million messages and over five, and a segment beside the same by hand. */
export async function reports(): Promise<BenchResult> {
  await using cluster = await openReportCluster();
  await using small = await openFilled(cluster, 'small', few);
  await using large = await openFilled(cluster, 'large', many);
  const measured = await interleaved(asks, { ours: () => timesOf(large), rival: () => timesOf(small) });
  await addContacts(large.database, large.workspaceId, contacts);
  const segment = await segmentTimes(large.api, () => large.database.exec(handWritten(large.workspaceId)));

  return {
    title: 'Reports on Postgres over 1,000,000 and 5,000,000 messages',
    method:
      `${few} and ${many} campaigns of 10,000 messages over thirty days, made in SQL, each number in a database and an installation of its own; then ${asks} rounds of every report through the front door, in turns; the median of the rounds' ratios. ` +
      `The segment: two attributes of ${contacts} contacts, counted and sampled in ${segmentRounds} rounds in turns with the same in hand-written SQL by a role that no policy binds.`,
    figures: [
      ...Object.keys(paths).flatMap((name): readonly Figure[] => [
        {
          name: `${name}: time over 5,000,000 by that over 1,000,000`,
          value: medianRatio(measured, (times) => times[name] ?? Number.NaN),
          unit: 'ratio',
          target: { max: 1.5 },
        },
        {
          name: `${name}: over 5,000,000`,
          value: median(measured.map(({ ours }) => ours[name] ?? Number.NaN)),
          unit: 'ms',
        },
      ]),
      {
        name: 'segment count and sample, hand-written SQL’s time by ours',
        value: 1 / medianRatio(segment, (ms) => ms),
        unit: 'ratio',
        target: { min: 0.5 },
      },
      { name: 'segment count and sample: ours', value: median(segment.map(({ ours }) => ours)), unit: 'ms' },
    ],
  };
}

interface Filled extends AsyncDisposable {
  readonly database: ReportDatabase;
  readonly api: Api;
  readonly workspaceId: string;
  readonly campaignId: string;
}

/** An installation whose workspace has so many campaigns. */
async function openFilled(cluster: ReportCluster, name: string, campaigns: number): Promise<Filled> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await cluster.newDatabase(name));
  const { api } = stack.use(await startInstallation({ DATABASE_URL: database.url }));
  const { workspace } = await api.call<{ workspace: { id: string } }>('GET', '/api/v1/auth/me');
  await addCampaigns(database, workspace.id, campaigns);
  const { items } = await api.call<{ items: readonly { id: string }[] }>('GET', '/api/v1/messaging/campaigns?limit=1');
  const owned = stack.move();
  return {
    ...{ database, api, workspaceId: workspace.id, campaignId: items[0]?.id ?? '' },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Milliseconds of each report, asked once. */
async function timesOf({ api, campaignId }: Filled): Promise<Readonly<Record<string, number>>> {
  const times: Record<string, number> = {};
  for (const [name, path] of Object.entries(paths))
    times[name] = await timed(() => api.call('GET', `/api/v1${path.replace('{campaign}', campaignId)}`));
  return times;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

async function segmentTimes(api: Api, byHand: () => Promise<void>) {
  const made = await api.call<{ id: string }>('POST', '/api/v1/messaging/segments', {
    name: 'Bench',
    filter_criteria: segmentFilter,
  });
  return await interleaved(segmentRounds, {
    ours: () => timed(() => api.call('POST', `/api/v1/messaging/segments/${made.id}/evaluate`, {})),
    rival: () => timed(byHand),
  });
}
