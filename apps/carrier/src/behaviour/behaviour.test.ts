import { expect, test } from 'vitest';
import { planOf, ruleMatches, type BehaviourRule } from './behaviour.ts';

const delays = { sentAfterMs: 10, deliveredAfterMs: 20 };
const rule: BehaviourRule = {
  id: 1,
  to: null,
  from: null,
  share: null,
  remaining: null,
  expires_at_ms: null,
  behaviour: {},
};
const message = { to: '+14155550100', from: '+14155550001' };

test('without a rule a message is sent and delivered', () => {
  expect(planOf({}, delays).steps).toEqual([
    { after_ms: 10, status: 'sent' },
    { after_ms: 20, status: 'delivered' },
  ]);
});

test('a code that fails before sending skips sent', () => {
  expect(planOf({ error_code: 30034 }, delays).steps).toEqual([{ after_ms: 10, status: 'failed', error_code: 30034 }]);
});

test('a message that stays sent has one step, and an answer comes last', () => {
  expect(planOf({ final_status: 'sent', reply: { body: 'STOP' } }, delays).steps).toEqual([
    { after_ms: 10, status: 'sent' },
    { after_ms: 0, reply: 'STOP' },
  ]);
});

test('a rule without conditions matches, one with conditions only what meets them all', () => {
  expect(ruleMatches(rule, message, 0)).toBe(true);
  expect(ruleMatches({ ...rule, to: '+1415*', from: message.from }, message, 0)).toBe(true);
  expect(ruleMatches({ ...rule, to: '+1416*' }, message, 0)).toBe(false);
  expect(ruleMatches({ ...rule, from: '+1' }, message, 0)).toBe(false);
});

test('a rule ends with its time and its count', () => {
  expect(ruleMatches({ ...rule, expires_at_ms: 100 }, message, 99)).toBe(true);
  expect(ruleMatches({ ...rule, expires_at_ms: 100 }, message, 100)).toBe(false);
  expect(ruleMatches({ ...rule, remaining: 0 }, message, 0)).toBe(false);
});

test('a share meets about that part of the recipients', () => {
  const hit = Array.from({ length: 2000 }, (_, index) => `+1415${5_550_000 + index}`).filter((to) =>
    ruleMatches({ ...rule, share: 0.1 }, { ...message, to }, 0),
  );

  expect(hit.length).toBeGreaterThan(140);
  expect(hit.length).toBeLessThan(260);
});
