import { expect, test } from 'vitest';
import { planDeviations } from './plan-deviations.ts';

const plan = { audience: 12, sendable: 10, excluded: { consent_missing: 2 }, encodings: { 'GSM-7': 10 }, parts: 10 };

test('a run that did what was planned deviates in nothing', () => {
  expect(planDeviations(plan, { ...plan, pending: 0 })).toEqual([]);
});

test('every number that differs is named, with its reason', () => {
  const actual = {
    ...{ audience: 13, sendable: 9, pending: 0, parts: 11 },
    ...{ excluded: { consent_missing: 2, stopped: 2 }, encodings: { 'GSM-7': 8, 'UCS-2': 1 } },
  };

  expect(planDeviations(plan, actual)).toEqual([
    { measure: 'audience', kind: null, planned: 12, actual: 13 },
    { measure: 'sent', kind: null, planned: 10, actual: 9 },
    { measure: 'left_out', kind: 'stopped', planned: 0, actual: 2 },
    { measure: 'encoding', kind: 'GSM-7', planned: 10, actual: 8 },
    { measure: 'encoding', kind: 'UCS-2', planned: 0, actual: 1 },
    { measure: 'parts', kind: null, planned: 10, actual: 11 },
  ]);
});

test('what is still to come is no deviation, what was left out besides is one at once', () => {
  const halfway = { ...plan, sendable: 4, pending: 5, parts: 4, encodings: { 'GSM-7': 4 }, excluded: { stopped: 1 } };

  expect(planDeviations(plan, halfway)).toEqual([{ measure: 'left_out', kind: 'stopped', planned: 0, actual: 1 }]);
});
