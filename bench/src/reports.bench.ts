import { setTimeout as pause } from 'node:timers/promises';
import { startInstallation, type Api } from './harness/installation.ts';
import { interleaved, median, medianRatio, type Round } from './harness/measure.ts';
import type { BenchResult, Figure } from './harness/results.ts';
import {
  addCampaigns,
  addContacts,
  handWritten,
  openReportCluster,
  segmentFilter,
  type ReportCluster,
  type ReportDatabase,
} from './report-data.ts';

const [few, many] = [100, 500];
const contacts = 1_000_000;
const rounds = 31;
const asksARound = 3;
/** Between asks: a key may make a hundred calls a second. */
const restMs = 12;
const segmentRounds = 5;

const paths: Readonly<Record<string, string>> = {
  'campaign summary': '/messaging/campaigns/{campaign}/summary',
  'message status with summary': '/messaging/messages?include_summary=true&limit=50',
  'messages of one campaign': '/messaging/messages?campaign_id={campaign}&include_summary=true&limit=50',
  'failed messages of a week': '/messaging/messages?status=failed&start_date={week}&include_summary=true&limit=50',
  'planned messages, of which there are none': '/messaging/messages?status=planned&include_summary=true&limit=50',
  timeline: '/messaging/monitoring/timeline?hours=168',
  'error analysis': '/messaging/monitoring/errors?hours=720',
  dashboard: '/messaging/monitoring/dashboard',
  inbound: '/messaging/inbound?hours=24&limit=50',
};

/** What reports take over a million messages and over five, and a segment beside the same by hand. */
export async function reports(): Promise<BenchResult> {
  await using cluster = await openReportCluster();
  await using small = await openFilled(cluster, 'small', few);
  await using large = await openFilled(cluster, 'large', many);
  await addContacts(large.database, large.workspaceId, contacts);
  const measured = new Map<string, readonly Round<number>[]>();
  for (const [name, path] of Object.entries(paths))
    measured.set(
      name,
      await interleaved(rounds, { ours: () => timeOf(large, path), rival: () => timeOf(small, path) }),
    );
  const segment = await segmentTimes(large.api, () => large.database.exec(handWritten(large.workspaceId)));

  return {
    title: 'Reports on Postgres over 1,000,000 and 5,000,000 messages',
    method:
      `${few} and ${many} campaigns of 10,000 messages over thirty days, made in SQL, each number in a database and an installation of its own, the larger with ${contacts} contacts besides; ` +
      `then ${rounds} rounds of each report through the front door, over the two in turns, the fastest of ${asksARound} asks a round, which other work on the machine hardly touches; the median of the rounds' ratios. ` +
      `The segment: two attributes of ${contacts} contacts, counted and sampled in ${segmentRounds} rounds in turns with the same in hand-written SQL by a role that no policy binds.`,
    figures: [
      ...[...measured].flatMap(([name, times]): readonly Figure[] => [
        {
          name: `${name}: time over 5,000,000 by that over 1,000,000`,
          value: medianRatio(times, (ms) => ms),
          unit: 'ratio',
          target: { max: 1.5 },
        },
        {
          name: `${name}: over 5,000,000`,
          value: median(times.map(({ ours }) => ours)),
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

/** Milliseconds of a report: the fastest of some asks. */
async function timeOf({ api, campaignId }: Filled, path: string): Promise<number> {
  const week = new Date(Date.now() - 7 * 86_400_000).toISOString();
  const asked = `/api/v1${path.replace('{campaign}', campaignId).replace('{week}', week)}`;
  let fastest = Number.POSITIVE_INFINITY;
  for (let n = 0; n < asksARound; n += 1) {
    await pause(restMs);
    fastest = Math.min(fastest, await timed(() => api.call('GET', asked)));
  }
  return fastest;
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
