import { QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, test } from 'vitest';
import { endReads } from './ending-reads.ts';
import { newQueryClient } from './query-client.ts';

const cleanUps: (() => void)[] = [];
afterEach(() => cleanUps.splice(0).forEach((cleanUp) => cleanUp()));

test('a record that is being deleted is not read again, whatever event makes its reads old', async () => {
  const { cache, reads, leave, invalidate } = await onScreen();
  const deleted = Promise.withResolvers<string>();

  const ended = endReads(cache, { contact: 'ada' }, { remove: () => deleted.promise, leave: async () => undefined });
  await invalidate();
  deleted.resolve('gone');
  expect(await ended).toBe('gone');
  // The screen that was left is there a moment longer.
  await invalidate();
  expect(reads).toEqual({ 'contact of ada': 1, 'consents of ada': 1, 'contact of grace': 3 });

  leave();
  expect(cache.getQueryCache().findAll({ queryKey: ['contact', { contact: 'ada' }] })).toEqual([]);
});

test('a record by the same name can be read once the screen of the deleted one was left', async () => {
  const { cache, reads, leave, show } = await onScreen();
  await endReads(cache, { contact: 'ada' }, { remove: async () => 'gone', leave: async () => leave() });

  await show('contact', { contact: 'ada' });
  expect(reads['contact of ada']).toBe(2);
});

test('a record that could not be deleted is read again', async () => {
  const { cache, reads, invalidate } = await onScreen();
  const refused = new Error('A running campaign cannot be deleted.');
  const remove = async () => {
    await invalidate();
    throw refused;
  };

  await expect(endReads(cache, { contact: 'ada' }, { remove, leave: async () => undefined })).rejects.toBe(refused);
  expect(reads['contact of ada']).toBe(2);
});

test('a read on its way is given up before the record is deleted', async () => {
  const { cache, show } = await onScreen();
  const signals: AbortSignal[] = [];
  void show('slow', { contact: 'ada' }, (signal) => {
    signals.push(signal);
    return new Promise(() => undefined);
  });
  const remove = async () => signals.map(({ aborted }) => aborted);

  expect(await endReads(cache, { contact: 'ada' }, { remove, leave: async () => undefined })).toEqual([true]);
});

/** A cache with three reads on screen: two of one contact and one of another. */
async function onScreen() {
  const cache = newQueryClient({ answer: async () => null, keep: async () => undefined });
  const reads: Record<string, number> = {};
  const leaves: (() => void)[] = [];
  const show = (
    name: string,
    input: { readonly contact: string },
    answer: (signal: AbortSignal) => Promise<object> = async () => ({}),
  ) =>
    new Promise<void>((resolve) => {
      const key = `${name} of ${input.contact}`;
      const observer = new QueryObserver(cache, {
        queryKey: [name, { ...input, limit: 10 }],
        queryFn: ({ signal }) => {
          reads[key] = (reads[key] ?? 0) + 1;
          return answer(signal);
        },
      });
      leaves.push(observer.subscribe(({ isFetching }) => isFetching || resolve()));
    });
  const leave = () => leaves.splice(0).forEach((stop) => stop());
  cleanUps.push(leave, () => cache.clear());
  await show('contact', { contact: 'ada' });
  await show('consents', { contact: 'ada' });
  await show('contact', { contact: 'grace' });
  return { cache, reads, leave, show, invalidate: () => cache.invalidateQueries() };
}
