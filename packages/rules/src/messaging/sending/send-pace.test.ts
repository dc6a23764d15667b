import { expect, test } from 'vitest';
import { roomFor, type Grant } from './send-pace.ts';

const grant = (count: number, atMs: number, settledAtMs: number | null): Grant => ({
  id: String(atMs),
  count,
  atMs,
  settledAtMs,
});

test('an idle pace has all its room', () => {
  expect(roomFor([], 10, 0)).toEqual({ room: 10, waitMs: 0, live: [] });
});

test('calls under way and those that ended less than a second ago use up room', () => {
  const result = roomFor([grant(4, 0, 100), grant(5, 200, null)], 10, 1000);
  expect(result.room).toBe(1);
});

test('room comes back a second after the calls ended, not after they began', () => {
  const grants = [grant(10, 0, 400)];
  expect(roomFor(grants, 10, 1400)).toMatchObject({ room: 0, waitMs: 5 });
  expect(roomFor(grants, 10, 1405)).toMatchObject({ room: 10, live: [] });
});

test('what a crash left unsettled is forgotten once no call can last longer', () => {
  expect(roomFor([grant(10, 0, null)], 10, 29_999).room).toBe(0);
  expect(roomFor([grant(10, 0, null)], 10, 30_000).room).toBe(10);
});

test('hundreds of grants are kept as few, and none is free before its own second is over', () => {
  const grants = Array.from({ length: 300 }, (_, n) => grant(1, n, 500 + n));
  const underWay = grant(7, 790, null);
  const { room, live } = roomFor([...grants, underWay], 1000, 800);

  expect(room).toBe(1000 - 300 - 7);
  expect(live.length).toBeLessThanOrEqual(8);
  expect(live).toContainEqual(underWay);
  expect(roomFor(live, 1000, 1505).room).toBe(1000 - 300 - 7);
  expect(roomFor(live, 1000, 1804).room).toBe(1000 - 7);
});
