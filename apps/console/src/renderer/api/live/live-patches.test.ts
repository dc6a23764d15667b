import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { cachePatcher } from './live-patches.ts';

const key = (input: object) => ['messaging.contacts.list', input];
const page = (...items: object[]) => ({ items, page: { next_cursor: null, limit: 50 } });

function opened() {
  const cache = new QueryClient();
  cache.setQueryData(key({}), page({ id: 'a', consent_state: 'OPT_OUT' }, { id: 'b', consent_state: 'OPT_OUT' }));
  cache.setQueryData(key({ cursor: 'x' }), page({ id: 'c', consent_state: 'OPT_OUT' }));
  cache.setQueryData(['messaging.contacts.get', {}], { id: 'a', consent_state: 'OPT_OUT' });
  const refreshed: string[] = [];
  const announced: string[] = [];
  const patcher = cachePatcher(cache, {
    refreshSoon: (name) => void refreshed.push(name),
    announce: (name) => void announced.push(name),
  });
  return { cache, patcher, refreshed, announced };
}

test('an item changes on every page that holds it, and nowhere else', () => {
  const { cache, patcher } = opened();
  const other = cache.getQueryData(key({ cursor: 'x' }));

  patcher.items('messaging.contacts.list', ({ id }) => id === 'a', { consent_state: 'STOP' });

  expect(cache.getQueryData(key({}))).toMatchObject({
    items: [
      { id: 'a', consent_state: 'STOP' },
      { id: 'b', consent_state: 'OPT_OUT' },
    ],
  });
  expect(cache.getQueryData(key({ cursor: 'x' }))).toEqual(other);
  expect(cache.getQueryData(['messaging.contacts.get', {}])).toMatchObject({ consent_state: 'OPT_OUT' });
});

test('a removed item leaves its page, and its record stays for whoever looks at it', () => {
  const { cache, patcher } = opened();

  patcher.remove('messaging.contacts.list', ({ id }) => id === 'b');

  expect(cache.getQueryData(key({}))).toMatchObject({ items: [{ id: 'a' }] });
});

test('a record changes where it is the one that is meant', () => {
  const { cache, patcher } = opened();

  patcher.records('messaging.contacts.get', ({ id }) => id === 'a', { consent_state: 'STOP' });
  patcher.records('messaging.contacts.get', ({ id }) => id === 'z', { consent_state: 'OPT_IN' });

  expect(cache.getQueryData(['messaging.contacts.get', {}])).toMatchObject({ consent_state: 'STOP' });
});

test('what is old and what is new is passed on by name', () => {
  const { patcher, refreshed, announced } = opened();

  patcher.refresh('messaging.monitoring.dashboard', 'messaging.contacts.list');
  patcher.announce('messaging.contacts.list');

  expect(refreshed).toEqual(['messaging.monitoring.dashboard', 'messaging.contacts.list']);
  expect(announced).toEqual(['messaging.contacts.list']);
});
