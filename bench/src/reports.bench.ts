import { startInstallation, type Api } from './installation.ts';
import { interleaved, median, medianRatio } from './measure.ts';
import { addCampaigns, addContacts, handWritten, openReportDatabase, segmentFilter } from './report-data.ts';
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
  await using database = await openReportDatabase();
  await using installation = await startInstallation({ DATABASE_URL: database.url });
  const { api } = installation;
  const {
    workspace: { id: workspaceId },
  } = await api.call<{ workspace: { id: string } }>('GET', '/api/v1/auth/me');

  await addCampaigns(database, workspaceId, { from: 0, to: few });
  const before = await timesOf(api);
  await addCampaigns(database, workspaceId, { from: few, to: many });
  const after = await timesOf(api);
  await addContacts(database, workspaceId, contacts);
  const segment = await segmentTimes(api, () => database.exec(handWritten(workspaceId)));

  return {
    title: 'Reports on Postgres over 1,000,000 and 5,000,000 messages',
    method:
      `${few} and ${many} campaigns of 10,000 messages over thirty days, made in SQL; then ${asks} requests of each report through the front door, one after another, the median. ` +
      `The segment: two attributes of ${contacts} contacts, counted and sampled in ${segmentRounds} rounds in turns with the same in hand-written SQL by a role that no policy binds.`,
    figures: [
      ...Object.keys(paths).flatMap((name) => growth(name, before[name] ?? Number.NaN, after[name] ?? Number.NaN)),
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

function growth(name: string, before: number, after: number): readonly Figure[] {
  return [
    {
      name: `${name}: time over 5,000,000 by that over 1,000,000`,
      value: after / before,
      unit: 'ratio',
      target: { max: 1.5 },
    },
    { name: `${name}: over 5,000,000`, value: after, unit: 'ms' },
  ];
}

/** Median milliseconds of each report; they take turns, so that a busy moment meets all. */
async function timesOf(api: Api): Promise<Readonly<Record<string, number>>> {
  const { items } = await api.call<{ items: readonly { id: string }[] }>('GET', '/api/v1/messaging/campaigns?limit=1');
  const times: Record<string, number[]> = {};
  for (let round = 0; round < asks; round += 1) {
    for (const [name, path] of Object.entries(paths)) {
      const startedMs = performance.now();
      await api.call('GET', `/api/v1${path.replace('{campaign}', items[0]?.id ?? '')}`);
      (times[name] ??= []).push(performance.now() - startedMs);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

async function segmentTimes(api: Api, byHand: () => Promise<void>) {
  const made = await api.call<{ id: string }>('POST', '/api/v1/messaging/segments', {
    name: 'Bench',
    filter_criteria: segmentFilter,
  });
  const timed = async (work: () => Promise<unknown>) => {
    const startedMs = performance.now();
    await work();
    return performance.now() - startedMs;
  };
  return await interleaved(segmentRounds, {
    ours: () => timed(() => api.call('POST', `/api/v1/messaging/segments/${made.id}/evaluate`, {})),
    rival: () => timed(byHand),
  });
}
