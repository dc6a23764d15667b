import type { RawResponse } from '@marquee/api/operation';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf } from '../../testing/calls.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { openTestServices, type TestServices } from '../../testing/services.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';

let db: TestDatabase;
let services: TestServices;
beforeAll(async () => {
  db = await openTestDatabase();
  services = await openTestServices(db);
});
afterAll(async () => {
  await services[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

async function stage() {
  const as = callerOf(await insertWorkspace(db), 'operator');
  return {
    upload: (data: readonly Record<string, unknown>[]) =>
      services.call('metrics.batches.upload', { data_type: 'ads', data: [...data] }, { as }),
    csv: (params: object, signal?: AbortSignal) =>
      services.invokeRaw(
        'metrics.series.csv',
        { params: { ...spend, ...params }, ...(signal === undefined ? {} : { signal }) },
        { as },
      ),
  };
}

const spend = {
  ...{ metric_name: 'spend', data_type: 'ads' },
  ...{ start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' },
};

async function linesOf({ body }: RawResponse): Promise<readonly string[][]> {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) throw new Error('not streamed');
  const pieces: (string | Uint8Array)[] = [];
  for await (const piece of body) pieces.push(piece);
  return parse(pieces.join(''), { record_delimiter: '\r\n' });
}

const minuteMs = 60_000;
const at = (ms: number) => new Date(Date.parse('2026-03-01T00:00:00Z') + ms).toISOString();

test('a file has the document’s columns, one for each dimension between them, and tells its rows', async () => {
  const { upload, csv } = await stage();
  await upload([
    { date: '2026-03-15T09:10:00Z', country: 'DE', city: 'Köln, "Mitte"', spend: -1.5 },
    { date: '2026-03-15T09:20:00Z', country: 'FR', spend: 2 },
  ]);

  const response = await csv({ dimensions: ['country', 'city'] });

  expect(response).toMatchObject({ status: 200, headers: { 'content-type': expect.stringContaining('text/csv') } });
  expect(await linesOf(response)).toEqual([
    ['timestamp', 'country', 'city', 'metric_value', 'count'],
    ['2026-03-15T09:00:00Z', 'DE', 'Köln, "Mitte"', '-1.5', '1'],
    ['2026-03-15T09:00:00Z', 'FR', '', '2', '1'],
  ]);
  expect(response.trailers?.['x-row-count']?.()).toBe('2');
});

test('cells that a spreadsheet would compute are guarded, numbers are not', async () => {
  const { upload, csv } = await stage();
  const cells = ['=1+1', '+1', '-1', '@sum', '\tx', '\rx', 'plain'];
  await upload(cells.map((name) => ({ date: '2026-03-15', name, spend: -1 })));

  const lines = (await linesOf(await csv({ dimensions: ['name'] }))).slice(1);

  const guarded = cells.map((cell) => (cell === 'plain' ? cell : `'${cell}`));
  expect(new Set(lines.map(([, name]) => name))).toEqual(new Set(guarded));
  expect(lines.map(([, , value]) => value)).toEqual(cells.map(() => '-1'));
});

test('a file longer than any answer comes window by window, with every bucket once', async () => {
  const { upload, csv } = await stage();
  const minutes = Array.from({ length: 9000 }, (_, n) => ({ timestamp: at(n * 3 * minuteMs), spend: n }));
  await upload(minutes);
  // Five years at 60 s are 2.6 million buckets, nearly all of them empty.
  const range = { start_time: '2022-06-01T00:00:00Z', end_time: '2027-05-30T00:00:00Z', granularity: 60 };

  const lines = (await linesOf(await csv(range))).slice(1);

  expect(lines).toEqual(minutes.map(({ timestamp, spend: n }) => [timestamp.replace('.000', ''), String(n), '1']));
});

test('one bucket with more groups than a window holds is whole, too', async () => {
  const { upload, csv } = await stage();
  const groups = Array.from({ length: 7000 }, (_, n) => ({ date: '2026-03-15', id: `g${n}`, spend: 1 }));
  await upload(groups);

  const lines = (await linesOf(await csv({ dimensions: ['id'], granularity: 86_400 }))).slice(1);

  expect(new Set(lines.map(([, id]) => id)).size).toBe(7000);
  expect(lines).toHaveLength(7000);
});

test('what cannot be answered is refused before a line is sent', async () => {
  const { upload, csv } = await stage();
  await upload([{ date: '2026-03-15', spend: 1 }]);

  await expect(csv({ metric_name: 'spent' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(csv({ end_time: spend.start_time })).rejects.toMatchObject({
    code: 'validation_failed',
    errors: [{ pointer: '/end_time', code: 'range_reversed' }],
  });
  await expect(csv({ filters: ['country'] })).rejects.toMatchObject({ errors: [{ pointer: '/filters' }] });
});

test('no window is read before the one ahead of it is taken, and none after the client has left', async () => {
  const { upload, csv } = await stage();
  await upload(Array.from({ length: 9000 }, (_, n) => ({ timestamp: at(n * minuteMs), spend: n })));
  const { store } = services.deps.metricsAsking;
  const scan = store.scan.bind(store);
  let scans = 0;
  store.scan = (asked, signal) => {
    scans += 1;
    return scan(asked, signal);
  };
  try {
    const leaving = new AbortController();
    const { body } = await csv({ granularity: 60 }, leaving.signal);
    if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) throw new Error('not streamed');
    const lines = body[Symbol.asyncIterator]();
    await lines.next();
    await lines.next();
    const taken = scans;
    leaving.abort(new Error('the client went away'));

    expect(taken).toBe(1);
    await expect(lines.next()).rejects.toThrow('the client went away');
  } finally {
    store.scan = scan;
  }
});
