import { expect, test } from 'vitest';
import { answerCache, type AnswerKey } from './answer-cache.ts';

const bounds = { bytesMax: 100_000, keptMaxMs: 1000, elapsedMs: () => 0 };
const keyOf = (digest: string, changes: Partial<AnswerKey> = {}): AnswerKey => ({
  ...{ workspaceId: 'a', digest, label: `dashboard:${digest}`, lastClear: 0 },
  ...changes,
});
const never = new AbortController().signal;
const give =
  (answer: string, bytes = 100) =>
  async () => ({ answer, bytes });
const refuse = async (): Promise<never> => {
  throw new Error('it was computed again');
};

test('an answer is kept for its workspace and question alone', async () => {
  const cache = answerCache<string>(bounds);
  await cache.get(keyOf('q'), give('one'), never);

  expect(await cache.get(keyOf('q'), refuse, never)).toEqual({ answer: 'one', isHit: true });
  expect(await cache.get(keyOf('q', { workspaceId: 'b' }), give('two'), never)).toEqual({
    answer: 'two',
    isHit: false,
  });
  expect([cache.holding('a').entries, cache.holding('b').entries, cache.total.entries]).toEqual([1, 1, 2]);
});

test('equal questions at the same time are computed once', async () => {
  const cache = answerCache<string>(bounds);
  const { promise, resolve } = Promise.withResolvers<{ answer: string; bytes: number }>();
  let computed = 0;
  const compute = () => {
    computed += 1;
    return promise;
  };
  const asked = [1, 2, 3].map(() => cache.get(keyOf('q'), compute, never));
  resolve({ answer: 'one', bytes: 1 });

  expect((await Promise.all(asked)).map(({ isHit }) => isHit)).toEqual([false, true, true]);
  expect(computed).toBe(1);
});

test('who leaves stops nobody else’s answer; when all have left it is stopped, and the next begins anew', async () => {
  const cache = answerCache<string>(bounds);
  const signals: AbortSignal[] = [];
  const compute = (signal: AbortSignal) => {
    signals.push(signal);
    return new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  };
  const [first, second] = [new AbortController(), new AbortController()];
  const asked = [first, second].map(({ signal }) => cache.get(keyOf('q'), compute, signal).catch((error) => error));

  first.abort(new Error('left'));
  expect(await asked[0]).toMatchObject({ message: 'left' });
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  second.abort(new Error('left, too'));
  expect(await asked[1]).toMatchObject({ message: 'left, too' });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  expect(await cache.get(keyOf('q'), give('one'), never)).toEqual({ answer: 'one', isHit: false });
});

test('a failure is told to all who wait, and is not kept', async () => {
  const cache = answerCache<string>(bounds);
  const asked = [1, 2].map(() => cache.get(keyOf('q'), refuse, never).catch((error: Error) => error.message));

  expect(await Promise.all(asked)).toEqual(['it was computed again', 'it was computed again']);
  expect((await cache.get(keyOf('q'), give('one'), never)).isHit).toBe(false);
});

test('what was asked for the longest ago makes room, and an answer too large is not kept', async () => {
  const cache = answerCache<string>(bounds);
  for (const name of ['1', '2', '3', '4']) await cache.get(keyOf(name), give(name, 24_000), never);
  await cache.get(keyOf('1'), refuse, never);
  await cache.get(keyOf('5'), give('5', 24_000), never);
  await cache.get(keyOf('huge'), give('huge', 50_000), never);

  expect(cache.total.bytes).toBeLessThanOrEqual(bounds.bytesMax);
  expect((await cache.get(keyOf('1'), refuse, never)).isHit).toBe(true);
  expect((await cache.get(keyOf('2'), give('2'), never)).isHit).toBe(false);
  expect((await cache.get(keyOf('huge'), give('huge'), never)).isHit).toBe(false);
});

test('a clearing takes what matches, also what is under way, and no other workspace’s', async () => {
  const cache = answerCache<string>(bounds);
  for (const workspaceId of ['a', 'b']) await cache.get(keyOf('x', { workspaceId }), give('x'), never);
  await cache.get(keyOf('y', { label: 'series:spend:meta_ads' }), give('y'), never);
  const { promise, resolve } = Promise.withResolvers<{ answer: string; bytes: number }>();
  const underWay = cache.get(keyOf('z'), () => promise, never);

  expect(cache.clear('a', 'dashboard:*')).toBe(1);
  resolve({ answer: 'old', bytes: 1 });
  await underWay;

  expect((await cache.get(keyOf('z'), give('new'), never)).answer).toBe('new');
  expect((await cache.get(keyOf('y', { label: 'series:spend:meta_ads' }), refuse, never)).isHit).toBe(true);
  expect((await cache.get(keyOf('x', { workspaceId: 'b' }), refuse, never)).isHit).toBe(true);
});

test('clearings of other processes are followed once', async () => {
  const cache = answerCache<string>(bounds);
  await cache.get(keyOf('x', { lastClear: 4 }), give('x'), never);
  expect(cache.seenClear('a')).toBe(4);

  cache.follow('a', { lastClear: 4, cleared: [] });
  expect((await cache.get(keyOf('x'), refuse, never)).isHit).toBe(true);
  cache.follow('a', { lastClear: 6, cleared: ['series:*', '*'] });

  expect((await cache.get(keyOf('x', { lastClear: 6 }), give('new'), never)).answer).toBe('new');
  expect(cache.seenClear('a')).toBe(6);
});

test('an answer grows old', async () => {
  let nowMs = 0;
  const cache = answerCache<string>({ ...bounds, elapsedMs: () => nowMs });
  await cache.get(keyOf('x'), give('x'), never);
  nowMs = 1000;
  expect((await cache.get(keyOf('x'), refuse, never)).isHit).toBe(true);
  nowMs = 1001;
  expect((await cache.get(keyOf('x'), give('new'), never)).answer).toBe('new');
});
