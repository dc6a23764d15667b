import { expect, test } from 'vitest';
import { planLateness, type ActualTimes, type PlannedTimes } from './plan-lateness.ts';

const plan: PlannedTimes = {
  ...{ starts_at: '2026-03-10T12:00:00.000Z', last_send_at: '2026-03-10T23:10:00.000Z', rate_per_second: 10 },
  zones: [
    { time_zone: 'UTC', recipients: 6000, last_send_at: '2026-03-10T12:10:00.000Z' },
    { time_zone: 'Asia/Tokyo', recipients: 6000, last_send_at: '2026-03-10T23:10:00.000Z' },
  ],
};

const kept: ActualTimes = {
  ...{ started_at: '2026-03-10T12:00:00.000Z', schedule_time: null, rate_per_second: 10, pausedMs: 0 },
  ended: { last_send_at: '2026-03-10T23:10:30.000Z', zones: plan.zones },
  now: new Date('2026-03-11T08:00:00.000Z'),
};

/** The zone that was to be done first, later by so many minutes. */
const lateInUtc = (minutes: number, more: Partial<ActualTimes> = {}): ActualTimes => {
  const last = new Date(Date.parse('2026-03-10T12:10:00.000Z') + minutes * 60_000).toISOString();
  const zones = plan.zones.map((zone) => (zone.time_zone === 'UTC' ? { ...zone, last_send_at: last } : zone));
  return { ...kept, ended: { last_send_at: '2026-03-10T23:10:30.000Z', zones }, ...more };
};

test('a run that kept its times is late nowhere', () => {
  expect(planLateness(plan, kept)).toEqual([]);
});

test('a minute and a tenth of the planned time are no delay, more are one of the zone it befell', () => {
  expect(planLateness(plan, lateInUtc(2))).toEqual([]);
  expect(planLateness(plan, lateInUtc(3))).toEqual([
    {
      ...{ time_zone: 'UTC', planned_last_send_at: '2026-03-10T12:10:00.000Z' },
      ...{ actual_last_send_at: '2026-03-10T12:13:00.000Z', late_seconds: 180, reason: 'slower_sending' },
    },
  ]);
});

test.each([
  ['rescheduled', { schedule_time: '2026-03-10T12:30:00.000Z', pausedMs: 9_999_999 }],
  ['paused', { pausedMs: 900_000, rate_per_second: 1 }],
  ['started_late', { started_at: '2026-03-10T12:15:00.000Z' }],
  ['rate_lowered', { rate_per_second: 5 }],
  ['slower_sending', { pausedMs: 60_000, started_at: '2026-03-10T12:01:00.000Z', rate_per_second: null }],
])('a delay of half an hour is told as %s', (reason, circumstances) => {
  expect(planLateness(plan, lateInUtc(30, circumstances))).toMatchObject([{ time_zone: 'UTC', reason }]);
});

test('a run under way is late as a whole once its planned end is long enough ago, and not before it began', () => {
  const underWay = { ...kept, ended: null };
  expect(planLateness(plan, { ...underWay, now: new Date('2026-03-11T00:10:00.000Z') })).toEqual([]);
  expect(planLateness(plan, underWay)).toMatchObject([
    { time_zone: null, actual_last_send_at: null, late_seconds: 31_800, reason: 'slower_sending' },
  ]);
  expect(planLateness(plan, { ...underWay, started_at: null })).toEqual([]);
});

test('a zone in which nobody was sent to in the end was not late', () => {
  expect(planLateness(plan, { ...kept, ended: { last_send_at: null, zones: [] } })).toEqual([]);
});
