import { expect, test } from 'vitest';
import { decideStep, type RunState } from './campaign-step.ts';

const at = new Date('2026-03-10T12:00:00Z');
const later = new Date('2026-03-10T13:00:00Z');
const muchLater = new Date('2026-03-10T14:00:00Z');
const running: RunState = {
  status: 'running',
  scheduleTime: null,
  isPlanned: true,
  isFrozen: true,
  dueBatches: [],
  nextDueAt: null,
  nextLookAt: null,
};

test('a scheduled run waits for its time, then begins', () => {
  expect(decideStep({ ...running, status: 'scheduled', scheduleTime: later }, at)).toEqual({
    kind: 'wait',
    until: later,
  });
  expect(decideStep({ ...running, status: 'scheduled', scheduleTime: at }, at)).toEqual({ kind: 'begin' });
});

test('a run freezes its audience before it sends', () => {
  expect(decideStep({ ...running, isPlanned: true, isFrozen: false }, at)).toEqual({ kind: 'freeze' });
});

test('due recipients are sent to before anything is looked up', () => {
  expect(decideStep({ ...running, dueBatches: [0, 3], nextLookAt: at }, at)).toEqual({ kind: 'send', batches: [0, 3] });
});

test('a run waits for whichever comes first, an opening or a conclusive look', () => {
  expect(decideStep({ ...running, nextDueAt: later, nextLookAt: muchLater }, at)).toEqual({
    kind: 'wait',
    until: later,
  });
  expect(decideStep({ ...running, nextDueAt: muchLater, nextLookAt: later }, at)).toEqual({
    kind: 'wait',
    until: later,
  });
});

test('a run with nothing left completes', () => {
  expect(decideStep(running, at)).toEqual({ kind: 'complete' });
});

test('a paused run waits for a signal, a cancelled one ends, and both still look up unknown fates', () => {
  expect(decideStep({ ...running, status: 'paused', dueBatches: [1] }, at)).toEqual({ kind: 'wait', until: null });
  expect(decideStep({ ...running, status: 'cancelled' }, at)).toEqual({ kind: 'ended' });
  expect(decideStep({ ...running, status: 'paused', nextLookAt: at }, at)).toEqual({ kind: 'reconcile' });
  expect(decideStep({ ...running, status: 'cancelled', nextLookAt: later }, at)).toEqual({
    kind: 'wait',
    until: later,
  });
});
