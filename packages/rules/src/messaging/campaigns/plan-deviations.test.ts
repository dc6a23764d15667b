import { expect, test } from 'vitest';
import { planDeviations } from './plan-deviations.ts';

const plan = {
  ...{ audience: 12, sendable: 10, excluded: { consent_missing: 2 }, encodings: { 'GSM-7': 10 }, parts: 10 },
  cost: { amount: 0.08, currency: 'EUR', unpriced_parts: 0 },
};

test('a run that did what was planned deviates in nothing', () => {
  expect(planDeviations(plan, { ...plan, pending: 0 })).toEqual([]);
});

test('every number that differs is named, with its reason', () => {
  const actual = {
    ...{ audience: 13, sendable: 9, pending: 0, parts: 11, cost: { ...plan.cost, amount: 0.09, unpriced_parts: 1 } },
    ...{ excluded: { consent_missing: 2, stopped: 2 }, encodings: { 'GSM-7': 8, 'UCS-2': 1 } },
  };

  expect(planDeviations(plan, actual)).toEqual([
    { measure: 'audience', kind: null, planned: 12, actual: 13, reason: 'members_changed' },
    { measure: 'sent', kind: null, planned: 10, actual: 9, reason: 'members_changed' },
    { measure: 'left_out', kind: 'stopped', planned: 0, actual: 2, reason: 'contacts_changed' },
    { measure: 'encoding', kind: 'GSM-7', planned: 10, actual: 8, reason: 'recipients_changed' },
    { measure: 'encoding', kind: 'UCS-2', planned: 0, actual: 1, reason: 'recipients_changed' },
    { measure: 'parts', kind: null, planned: 10, actual: 11, reason: 'recipients_changed' },
    { measure: 'cost', kind: 'EUR', planned: 0.08, actual: 0.09, reason: 'parts_changed' },
    { measure: 'unpriced_parts', kind: null, planned: 0, actual: 1, reason: 'parts_changed' },
  ]);
});

test('the same parts at another cost are told as changed prices, and a cost that is not known yet not at all', () => {
  const dearer = { ...plan, pending: 0, cost: { ...plan.cost, amount: 0.1 } };
  expect(planDeviations(plan, dearer)).toEqual([
    { measure: 'cost', kind: 'EUR', planned: 0.08, actual: 0.1, reason: 'prices_changed' },
  ]);
  expect(planDeviations(plan, { ...plan, pending: 0, cost: null })).toEqual([]);
});

test('what is still to come is no deviation, what was left out besides is one at once', () => {
  const halfway = { ...plan, sendable: 4, pending: 5, parts: 4, encodings: { 'GSM-7': 4 }, excluded: { stopped: 1 } };

  expect(planDeviations(plan, halfway)).toEqual([
    { measure: 'left_out', kind: 'stopped', planned: 0, actual: 1, reason: 'contacts_changed' },
  ]);
});
