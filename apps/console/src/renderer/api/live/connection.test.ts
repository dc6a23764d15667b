import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectionState } from './connection.ts';

beforeEach(() => vi.stubGlobal('navigator', { onLine: true }));
afterEach(() => vi.unstubAllGlobals());

function opened(stored: Record<string, string> = {}) {
  const clock = { now: new Date('2026-03-15T10:42:00Z') };
  const later = (ms: number) => void (clock.now = new Date(clock.now.getTime() + ms));
  const settings = {
    get: (name: string) => stored[name] ?? null,
    set(name: string, value: string | null) {
      if (value === null) delete stored[name];
      else stored[name] = value;
    },
  };
  const changes: string[] = [];
  const state = connectionState({ now: () => clock.now, settings }, () => changes.push(state.connection()));
  return { state, changes, later, stored };
}

test('a server that starts again is a moment’s reconnect, one that stays away an outage since it was lost', () => {
  const { state, changes, later } = opened();

  state.found('live');
  state.lost();
  later(2000);
  state.lost();
  expect([state.connection(), state.offlineSince()]).toEqual(['reconnecting', null]);
  later(2000);
  state.lost();

  expect(state.offlineSince()).toEqual(new Date('2026-03-15T10:42:00Z'));
  state.found('live');
  expect(state.offlineSince()).toBeNull();
  expect(changes).toEqual(['live', 'reconnecting', 'offline', 'live']);
});

test('a window that opens during an outage tells since when it lasts, and the next outage begins anew', () => {
  const stored = { 'offline-since': '2026-03-15T10:01:00.000Z' };
  const { state, later } = opened(stored);

  state.lost();
  expect(state.offlineSince()).toEqual(new Date('2026-03-15T10:01:00Z'));
  state.found('live');
  expect(stored).toEqual({});

  later(60_000);
  state.lost();
  later(4000);
  state.lost();
  expect(state.offlineSince()).toEqual(new Date('2026-03-15T10:43:00Z'));
});
