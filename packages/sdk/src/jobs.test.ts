import { expect, test } from 'vitest';
import { Marquee } from './client.ts';
import { JobFailedError, TimeoutError } from './http/errors.ts';
import { faultyServer, json, problem } from './testing/faulty-server.ts';
import { quickClock } from './testing/quick-clock.ts';

const job = (status: string, done: number | null = null) =>
  json({ id: 'j1', kind: 'contact_import', status, progress: done === null ? null : { done, total: 2 }, error: null });

test('waits until the job has succeeded and tells each change once, through faults in between', async () => {
  const states = [
    job('waiting_for_engine'),
    job('running', 1),
    problem(503, 'unavailable'),
    job('running', 1),
    job('succeeded', 2),
  ];
  await using server = await faultyServer(...states);
  const marquee = new Marquee({ baseUrl: server.url, clock: quickClock() });
  const seen: unknown[] = [];

  const ended = await marquee.jobs.wait('j1', {
    onProgress: ({ status, progress }) => void seen.push([status, progress?.done]),
  });

  expect(ended.status).toBe('succeeded');
  expect(seen).toEqual([
    ['waiting_for_engine', undefined],
    ['running', 1],
    ['succeeded', 2],
  ]);
});

test.each(['failed', 'cancelled'])('a job that is %s is an error that holds it', async (status) => {
  await using server = await faultyServer(job(status));
  const marquee = new Marquee({ baseUrl: server.url });

  const error: unknown = await marquee.jobs.wait({ id: 'j1' }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(JobFailedError);
  expect(error).toMatchObject({ job: { id: 'j1', status } });
});

test('a record is waited for by the job it names', async () => {
  await using server = await faultyServer(job('succeeded'));
  const marquee = new Marquee({ baseUrl: server.url });

  const contactImport = { id: 'import-1', job_id: 'j1' };
  await marquee.jobs.wait(contactImport);
  expect(server.arrived[0]?.url).toBe('/api/v1/system/jobs/j1');
  await expect(marquee.jobs.wait({ job_id: null })).rejects.toBeInstanceOf(TypeError);
});

test('looks grow rarer, and end with the deadline', async () => {
  await using server = await faultyServer(job('running'));
  const clock = quickClock();
  const marquee = new Marquee({ baseUrl: server.url, clock });

  await expect(marquee.jobs.wait('j1', { pollMs: 100, deadlineMs: 3000 })).rejects.toBeInstanceOf(TimeoutError);
  expect(clock.waits.slice(0, 3)).toEqual([100, 150, 225]);
  expect(Math.max(...clock.waits)).toBeLessThanOrEqual(1000);
  expect(clock.waits.reduce((sum, ms) => sum + ms, 0)).toBe(3000);
});

test('aborting ends the wait with the reason of the signal', async () => {
  await using server = await faultyServer(job('running'));
  const marquee = new Marquee({ baseUrl: server.url });
  const stop = new AbortController();
  const reason = new Error('enough');

  const waiting = marquee.jobs.wait('j1', {
    signal: stop.signal,
    pollMs: 60_000,
    onProgress: () => queueMicrotask(() => stop.abort(reason)),
  });
  await expect(waiting).rejects.toBe(reason);
});
