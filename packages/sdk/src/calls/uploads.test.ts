import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Marquee } from '../client.ts';
import { RateLimitedError, UnavailableError } from '../http/errors.ts';
import { faultyServer, json, problem, proxyError } from '../testing/faulty-server.ts';
import type { FaultyServer } from '../testing/faulty-server.ts';
import { quickClock } from '../testing/quick-clock.ts';
import type { UploadOptions, UploadSource } from './resource.ts';

const content = 'phone_e164\n+14155550106\n';
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-upload-'));
  path = join(folder, 'contacts.csv');
  await writeFile(path, content);
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await rm(folder, { recursive: true });
});

function upload(server: FaultyServer, file: UploadSource, options?: UploadOptions) {
  const marquee = new Marquee({ baseUrl: server.url, clock: quickClock() });
  return marquee.messaging.contactImports.create(file, { evidence: 'a form' }, options);
}

/** The parts of a form as another reader takes them: name, text, name of the file. */
async function partsOf({ body, headers }: FaultyServer['arrived'][number]) {
  const bytes = Buffer.from(body, 'latin1');
  const form = await new Response(bytes, { headers: { 'content-type': headers['content-type'] ?? '' } }).formData();
  return await Promise.all(
    [...form].map(async ([name, value]) =>
      typeof value === 'string' ? [name, value] : [name, await value.text(), value.name],
    ),
  );
}

const streamOf = (text: string) => new Blob([text]).stream();
const sources: readonly (readonly [string, () => UploadSource, string])[] = [
  ['a blob', () => new Blob([content]), 'file'],
  ['a file', () => new File([content], 'my "list".csv'), 'my "list".csv'],
  ['a path', () => path, 'contacts.csv'],
  ['a stream', () => streamOf(content), 'file'],
];

test.each(sources)(
  '%s arrives whole, with the fields before it and progress on the way',
  async (_what, source, name) => {
    await using server = await faultyServer(json({ id: 'i1' }, 202));
    const progress: (readonly [number, number | null])[] = [];

    await upload(server, source(), { onProgress: ({ sent, total }) => void progress.push([sent, total]) });

    const [arrived] = server.arrived;
    expect(arrived && (await partsOf(arrived))).toEqual([
      ['evidence', 'a form'],
      ['file', content, name],
    ]);
    expect(progress[0]?.[0]).toBe(0);
    expect(progress.at(-1)?.[0]).toBe(content.length);
    expect(progress.at(-1)?.[1]).toBe(_what === 'a stream' ? null : content.length);
  },
);

test.each(sources)('in a browser, %s is sent as a blob', async (_what, source) => {
  if (_what === 'a path') return;
  vi.stubGlobal('document', {});
  await using server = await faultyServer(json({ id: 'i1' }, 202));

  await upload(server, source());

  const [arrived] = server.arrived;
  expect(Number(arrived?.headers['content-length'])).toBeGreaterThan(content.length);
  expect(arrived && (await partsOf(arrived))[1]?.[1]).toBe(content);
});

test.each(sources.slice(0, 3))(
  '%s is sent again when the server was busy, but not after it may have been taken',
  async (_what, source) => {
    await using busy = await faultyServer(
      problem(429, 'rate_limited'),
      problem(503, 'unavailable'),
      json({ id: 'i1' }),
    );
    await using unsure = await faultyServer(proxyError(503), json({ id: 'i1' }));

    await upload(busy, source());
    await expect(upload(unsure, source())).rejects.toBeInstanceOf(UnavailableError);

    const bodies = await Promise.all(busy.arrived.map(partsOf));
    expect(bodies).toEqual([bodies[0], bodies[0], bodies[0]]);
    expect(unsure.arrived).toHaveLength(1);
  },
);

test('a stream is sent once only, for it cannot be read again', async () => {
  await using server = await faultyServer(problem(429, 'rate_limited'));

  await expect(upload(server, streamOf(content))).rejects.toBeInstanceOf(RateLimitedError);
  expect(server.arrived).toHaveLength(1);
});

test('a path that names nothing is told as the file system tells it', async () => {
  await using server = await faultyServer(json({}));

  await expect(upload(server, join(folder, 'none.csv'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('aborting in the middle lets go of the source', async () => {
  await using server = await faultyServer(json({}));
  const stop = new AbortController();
  const cancelled = vi.fn<() => void>();
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(1024)),
    cancel: cancelled,
  });
  const onProgress = ({ sent }: { readonly sent: number }) => void (sent > 10_000 && stop.abort(new Error('enough')));

  await expect(upload(server, endless, { signal: stop.signal, onProgress })).rejects.toThrow('enough');
  await expect.poll(() => cancelled.mock.calls.length).toBe(1);
});
