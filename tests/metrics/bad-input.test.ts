import { request, type IncomingMessage } from 'node:http';
import { Marquee } from '@marquee/sdk';
import { openDoorsStage, type DoorsStage } from '@marquee/server/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../harness/until.ts';

let stage: DoorsStage;
let apiKey: string;
let client: Marquee;
beforeAll(async () => {
  stage = await openDoorsStage();
  apiKey = (await stage.given('workspace.limits.get')).bearer ?? '';
  client = new Marquee({ baseUrl: stage.url, apiKey, retries: 0 });
  const minutes = Array.from({ length: 9000 }, (_, n) => ({
    timestamp: new Date(Date.parse('2026-03-01T00:00:00Z') + n * 60_000).toISOString(),
    spend: n,
  }));
  await client.metrics.batches.upload({ data_type: 'minutes', data: minutes });
}, 120_000);
afterAll(() => stage?.[Symbol.asyncDispose]());

async function post(path: string, body: string) {
  const response = await fetch(`${stage.url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body,
  });
  return { status: response.status, problem: (await response.json()) as { code: string; detail: string } }; // every refusal is one
}

const query = (changes: object) =>
  JSON.stringify({
    metrics: [{ name: 'spend', data_type: 'minutes' }],
    time_range: { start: '2026-03-01T00:00:00Z', end: '2026-03-02T00:00:00Z' },
    ...changes,
  });

describe('what cannot be asked', () => {
  test.each([
    ['an unknown metric', { metrics: [{ name: 'spent', data_type: 'minutes' }] }, 404, /spend/],
    ['a reversed range', { time_range: { start: '2026-03-02T00:00:00Z', end: '2026-03-01T00:00:00Z' } }, 400, /after/],
    [
      'a day without a time',
      { time_range: { start: '2026-03-01', end: '2026-03-02' } },
      400,
      /such as 2026-03-15T00:00:00Z/,
    ],
    ['a granularity of 59', { granularity: 59 }, 400, /between 60 and 86400/],
    ['a granularity of 86401', { granularity: 86_401 }, 400, /between 60 and 86400/],
    ['half a second', { granularity: 60.5 }, 400, /granularity/],
    ['a metric twice', { metrics: Array(2).fill({ name: 'spend', data_type: 'minutes' }) }, 400, /twice/],
    ['no metric', { metrics: [] }, 400, /metrics/],
    ['a limit of a million', { limit: 1_000_000 }, 400, /limit/],
  ])('%s is refused', async (...[, changes, status, detail]) => {
    const refused = await post('/metrics/query', query(changes));

    expect(refused.status).toBe(status);
    expect(refused.problem.detail).toMatch(detail);
  });

  test('a million dimensions are refused before any is looked at', async () => {
    const dimensions = Array.from({ length: 1_000_000 }, (_, n) => `d${n}`);
    const metrics = [{ name: 'spend', data_type: 'minutes', dimensions }];

    expect(await post('/metrics/query', query({ metrics }))).toMatchObject({ status: 413 });
    expect(
      await post('/metrics/query', query({ metrics: [{ ...metrics[0], dimensions: dimensions.slice(0, 9) }] })),
    ).toMatchObject({
      status: 400,
    });
  });
});

describe('what cannot be taken', () => {
  test.each([
    ['NaN is no JSON', '{"data_type":"x","data":[{"date":"2026-03-15","spend":NaN}]}', 400, 'malformed'],
    ['nor is a bare infinity', '{"data_type":"x","data":[{"date":"2026-03-15","spend":Infinity}]}', 400, 'malformed'],
  ])('%s', async (...[, body, status, code]) => {
    expect(await post('/metrics/batches', body)).toMatchObject({ status, problem: { code } });
  });

  test('a number beyond all numbers is told by its record', async () => {
    const taken = await post(
      '/metrics/batches',
      '{"data_type":"x","data":[{"date":"2026-03-15","spend":1e400},{"date":"2026-03-15","spend":1}]}',
    );

    expect(taken).toMatchObject({
      status: 201,
      problem: { accepted: 1, rejected: 1, rejections: [{ index: 0, reason: 'value_not_finite', field: 'spend' }] },
    });
  });

  test('a record of too many dimensions is told so and the others are taken; a million are not looked at', async () => {
    const wide = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`d${n}`, 'x']));
    const upload = (count: number) =>
      post(
        '/metrics/batches',
        JSON.stringify({
          data_type: 'wide',
          data: [
            { date: '2026-03-15', spend: 1, ...wide(count) },
            { date: '2026-03-15', spend: 2 },
          ],
        }),
      );

    expect(await upload(300)).toMatchObject({
      problem: { accepted: 1, rejections: [{ index: 0, reason: 'too_many_fields' }] },
    });
    expect(await upload(20_000)).toMatchObject({
      status: 400,
      problem: { code: 'malformed', detail: expect.stringContaining('10000 fields') },
    });
  });
});

test.each(['/api/v1/metrics/batches', '/trpc/metrics.batches.upload', '/compat/metrics/v1/data/upload'])(
  'a million dimensions are refused before they are parsed, which would keep everybody waiting: %s',
  async (path) => {
    const names = Array.from({ length: 1_000_000 }, (_, n) => `"d${n}":"x"`);
    // Its end is no JSON: a parser would have complained of that.
    const response = await fetch(`${stage.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: `{"data_type":"wide","data":[{"date":"2026-03-15","spend":1,${names.join()} and so on`,
    });

    expect(response.status).toBe(400);
    expect(await response.text()).toContain('an object of more than 10000 fields');
  },
);

describe('a file whose reader', () => {
  const path =
    '/api/v1/metrics/series/spend/csv?data_type=minutes&granularity=60&start_time=2022-06-01T00:00:00Z&end_time=2027-05-30T00:00:00Z';

  async function open(): Promise<IncomingMessage> {
    const asked = request(`${stage.url}${path}`, { headers: { authorization: `Bearer ${apiKey}` } }).end();
    asked.on('error', () => undefined);
    return await new Promise((resolve, reject) => {
      asked.once('response', resolve);
      asked.once('error', reject);
    });
  }

  test('is slow is whole, and says at its end how many lines it has', async () => {
    const response = await open();
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) {
      text += String(chunk);
      // Longer than any of it takes to make: what is not read yet waits.
      await new Promise((resolve) => setImmediate(resolve));
    }

    expect(text.split('\r\n')).toHaveLength(9002);
    expect(response.trailers).toEqual({ 'x-row-count': '9000' });
  });

  test('leaves costs nothing more, and gets no last word', async () => {
    const response = await open();
    await new Promise((resolve) => response.once('readable', resolve));
    response.destroy();
    await new Promise((resolve) => response.once('close', resolve));

    expect(response.complete).toBe(false);
    expect(response.trailers).toEqual({});
    // Other questions are answered at once.
    const stats = await until(
      'nothing is computed any more',
      () => client.metrics.performance.get(),
      ({ queries }) => queries.running === 0,
    );
    expect(stats.queries.running).toBe(0);
  });
});
