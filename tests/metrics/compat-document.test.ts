import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { contract } from '@marquee/api';
import { operationsOf } from '@marquee/api/operation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectShape, type Allowances } from '../harness/document.ts';
import { owner, startServing, type Serving } from '../harness/serving.ts';
import { readMetricsDocument } from './metrics-document.ts';

const document = await readMetricsDocument();
const hasRequests = hasPythonRequests();
const documentUrl = 'https://api.marketing-analytics.crtx.in/v1';

let serving: Serving;
let base: string;
let folder: string;
beforeAll(async () => {
  // Beside this file, so that `axios` is found as anyone finds it.
  folder = await mkdtemp(fileURLToPath(new URL('document-run-', import.meta.url)));
  serving = await startServing();
  base = `${serving.baseUrl}/compat/metrics/v1`;
}, 180_000);
afterAll(async () => {
  await serving?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

describe('the document’s examples', () => {
  test('its upload answers what it shows, and its rows are in the next question', async () => {
    const { request, response } = exampleOf('POST /data/upload');

    const { status, body } = await send('POST', '/data/upload', request);
    await send('POST', '/data/upload', { data_type: 'meta_ads', data: asked, batch_id: null });

    expect(status).toBe(200);
    expectShape(body, response);
    expect(body).toMatchObject({
      data: { batch_id: 'batch_20240929_001', records_received: 1, status: 'queued_for_processing' },
    });
  });

  test('its dashboard query answers each metric by its name and each group by its value', async () => {
    const { request, response } = exampleOf('POST /query/dashboard');

    const first = await send('POST', '/query/dashboard', request);
    const again = await send('POST', '/query/dashboard', request);

    expect(first.status).toBe(200);
    expectShape(first.body, response, {
      open: ['data.total_spend[].values', 'data.avg_ctr[].values'],
    });
    expect(first.body).toMatchObject({
      data: {
        total_spend: [{ timestamp: '2024-09-29T00:00:00.000Z', values: { 'Summer Sale 2024': 12.5 }, count: 1 }],
        avg_ctr: [{ values: { google: 0.03 } }],
      },
      metadata: { cache_hit: false },
    });
    expect(again.body).toMatchObject({ data: first.body['data'], metadata: { cache_hit: true } });
    expect([first.headers.get('x-cache'), again.headers.get('x-cache')]).toEqual(['MISS', 'HIT']);
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
  });

  const reads: readonly (readonly [route: string, allowed: Allowances])[] = [
    ['GET /metrics/{metric_name}/timeseries', { open: ['data.time_series[].values'] }],
    ['GET /stats/performance', {}],
    ['DELETE /cache/clear', {}],
    ['GET /health', {}],
  ];
  test.each(reads)('%s answers as documented', async (route, allowed) => {
    const { exampleUrl, response } = exampleOf(route);
    const [method = '', path = ''] = route.split(' ');

    const { status, body } = await send(method, exampleUrl ?? path);

    expect(status).toBe(200);
    expectShape(body, response, allowed);
  });

  test('its CSV has its columns, its timestamps and a last word on how many lines there were', async () => {
    const { exampleUrl, csv } = exampleOf('GET /export/csv/{metric_name}');

    const answer = await get(exampleUrl ?? '');

    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('trailer')?.toLowerCase()).toBe('x-row-count');
    const [header, line] = (await answer.text()).split('\r\n');
    expect(header).toBe(csv?.split('\n')[0]);
    expect(line).toBe('2024-09-29T00:00:00Z,312.49,2');
  });

  test('signing in answers tokens, and the refresh token alone renews them', async () => {
    const { response } = exampleOf('POST /auth/token');
    const { email, password } = owner;

    const signedIn = await sendAs(null, {
      ...{ method: 'POST', path: '/auth/token' },
      body: { username: email, password },
    });
    const renewed = await sendAs(String(signedIn.body['refresh_token']), { method: 'POST', path: '/auth/refresh' });

    expect([signedIn.status, renewed.status]).toEqual([200, 200]);
    expectShape(signedIn.body, response, { extra: ['refresh_token'] });
  });

  test('every route of the document is served, and no other', () => {
    const served = operationsOf(contract).flatMap(([, { documented = [] }]) =>
      documented.flatMap((route) => (route.startsWith('metrics ') ? [route.slice('metrics '.length)] : [])),
    );
    const pages = ['GET /openapi.json', 'GET /docs', 'GET /redoc'];

    expect(new Set(served.filter((route) => !pages.includes(route)))).toEqual(
      new Set(document.routes.map(({ route }) => route)),
    );
  });
});

describe('failures in the document’s words', () => {
  const query = () => record(exampleOf('POST /query/dashboard').request);

  test('a granularity out of its range is told as it shows', async () => {
    const { status, body } = await send('POST', '/query/dashboard', { ...query(), granularity: 59 });

    expect(status).toBe(422);
    expect(body).toMatchObject({
      ...{ success: false, data: null, metadata: null, error_code: 'VALIDATION_ERROR' },
      details: [{ field: 'granularity', message: 'must be between 60 and 86400' }],
      timestamp: expect.any(String),
    });
  });

  test('a reversed range names its end', async () => {
    const time_range = { start: '2024-09-29T23:59:59Z', end: '2024-09-28T00:00:00Z' };

    const { status, body } = await send('POST', '/query/dashboard', { ...query(), time_range });

    expect(status).toBe(422);
    expect(body['details']).toEqual({ field: 'time_range.end', issue: 'End time must be after start time.' });
  });

  test('an unknown token and an unknown metric are told apart', async () => {
    const stranger = await sendAs('nobody', { method: 'GET', path: '/stats/performance' });
    const unknown = await send('GET', (exampleOf(timeseries).exampleUrl ?? '').replace('total_spend', 'total_spent'));

    expect(stranger).toMatchObject({ status: 401, body: { error_code: 'AUTHENTICATION_FAILED' } });
    expect(unknown).toMatchObject({ status: 404, body: { error_code: 'NOT_FOUND' } });
    expect(unknown.body['message']).toContain('total_spend');
  });

  test('a third file within a second is refused, saying when to come back', async () => {
    const { exampleUrl } = exampleOf('GET /export/csv/{metric_name}');
    // Sent together: however slow the machine, more than two of these twenty are within a second, or the ten a minute are used up.
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(exampleUrl ?? '')));

    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(refused?.headers.get('x-ratelimit-limit')).toMatch(/^(2|10)$/);
    expect(await refused?.json()).toMatchObject({ error_code: 'RATE_LIMIT_EXCEEDED', retry_after: expect.any(Number) });
  });

  test('a body of 100 MB is refused with what is taken', async () => {
    const large = { data_type: 'meta_ads', data: [{ date: '2024-09-29', note: 'x'.repeat(100 * 1024 * 1024) }] };

    const { status, body } = await send('POST', '/data/upload', large);

    expect(status).toBe(413);
    expect(body).toMatchObject({ success: false, message: expect.stringContaining('33554432 bytes') });
  });
});

describe('the document’s programs, with our address and token in place of theirs', () => {
  beforeAll(async () => {
    const data = [{ timestamp: new Date(Date.now() - 3_600_000).toISOString(), campaign_name: 'Now', spend: 7.5 }];
    await send('POST', '/data/upload', { data_type: 'meta_ads', data });
  });

  test.skipIf(!hasRequests)('Python prints how long its query took, and uploads without a batch id', async () => {
    const upload = "print(api.upload_data('google_ads', [{'date': '2024-09-29', 'spend': 1.5}])['data']['status'])\n";

    const printed = await run('python3', 'client.py', document.python + upload);

    expect(printed).toMatch(/^Query completed in \d+\.\d{3}s\nqueued_for_processing\n$/);
  });

  test('JavaScript prints how long its query took and what it found', async () => {
    const printed = await run(process.execPath, 'client.cjs', document.javascript);

    expect(printed).toMatch(/^Query completed in [\d.e-]+s\n/);
    expect(printed).toMatch(/values: \[Object\],\s+count: 1/);
  });
});

const timeseries = 'GET /metrics/{metric_name}/timeseries';

/** Rows that the document’s questions have answers in; its own upload lacks the dimensions that they name. */
const asked = [
  {
    ...{ date: '2024-09-29T00:00:00Z', campaign_name: 'Summer Sale 2024', campaign_status: 'active' },
    ...{ utm_source: 'google', clicks: 3, impressions: 100, spend: 12.5 },
  },
  { date: '2024-09-29T05:00:00Z', campaign_name: 'Old', campaign_status: 'ended', utm_source: 'bing', spend: 1 },
];

function exampleOf(route: string) {
  const found = document.routes.find((each) => each.route === route);
  if (found === undefined) throw new Error(`the document has no ${route}`);
  return found;
}

async function get(path: string): Promise<Response> {
  return await fetch(`${base}${path}`, { headers: { authorization: `Bearer ${serving.apiKey}` } });
}

async function send(method: string, path: string, body?: unknown) {
  return await sendAs(serving.apiKey, { method, path, body });
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

async function sendAs(bearer: string | null, { method, path, body }: Sent) {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: {
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: record(await response.json()) };
}

async function run(command: string, file: string, program: string): Promise<string> {
  const ours = program.replaceAll(documentUrl, base).replaceAll('your_jwt_token', serving.apiKey);
  await writeFile(join(folder, file), ours);
  // Python's clock tells local time without saying where: the workspace's zone is UTC.
  const env = { PATH: process.env['PATH'], TZ: 'UTC' };
  return (await promisify(execFile)(command, [file], { cwd: folder, env })).stdout;
}

function hasPythonRequests(): boolean {
  try {
    execFileSync('python3', ['-c', 'import requests'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    // Where everything has to be there, a missing program is a failure.
    if (process.env['MARQUEE_REQUIRE_ALL'] === '1')
      throw new Error('python3 with requests is missing', { cause: error });
    return false;
  }
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error(`not an object: ${JSON.stringify(value)}`);
  return { ...value };
}
