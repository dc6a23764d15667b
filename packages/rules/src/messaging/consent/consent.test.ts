import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideConsent, mayReceive, type ConsentEntry, type ConsentSource } from './consent.ts';

const keywordStop: ConsentEntry = { state: 'STOP', source: 'keyword' };

test('a new contact may be opted in', () => {
  expect(decideConsent(null, { state: 'OPT_IN', source: 'import' })).toEqual({ allowed: true });
});

test('withdrawal is allowed from anyone at any time', () => {
  for (const source of ['keyword', 'operator', 'provider', 'api', 'import', 'compat'] as const) {
    expect(decideConsent({ state: 'OPT_IN', source: 'api' }, { state: 'STOP', source })).toEqual({ allowed: true });
    expect(decideConsent({ state: 'OPT_IN', source: 'api' }, { state: 'OPT_OUT', source })).toEqual({ allowed: true });
  }
});

test('an import never lifts a STOP, not even with evidence or through OPT_OUT', () => {
  const change = { state: 'OPT_IN', source: 'import', evidence: { form: 'web' } } as const;

  expect(decideConsent(keywordStop, change)).toEqual({ allowed: false, reason: 'import_cannot_lift_stop' });
  expect(decideConsent(keywordStop, { state: 'OPT_OUT', source: 'import' })).toEqual({
    allowed: false,
    reason: 'stop_stands',
  });
});

test('START lifts a keyword STOP', () => {
  expect(decideConsent(keywordStop, { state: 'OPT_IN', source: 'keyword' })).toEqual({ allowed: true });
});

test.each<ConsentSource>(['operator', 'provider', 'api', 'import', 'compat'])(
  'START does not lift a STOP by %s',
  (source) => {
    const decision = decideConsent({ state: 'STOP', source }, { state: 'OPT_IN', source: 'keyword' });

    expect(decision).toEqual({ allowed: false, reason: 'only_keyword_stop' });
  },
);

test('a keyword STOP does not weaken a standing STOP by someone else, so that START cannot lift it', () => {
  const decision = decideConsent({ state: 'STOP', source: 'operator' }, { state: 'STOP', source: 'keyword' });

  expect(decision).toEqual({ allowed: false, reason: 'stop_stands' });
  expect(decideConsent(keywordStop, { state: 'STOP', source: 'operator' })).toEqual({ allowed: true });
});

test('START where nothing was stopped is no opt-in', () => {
  for (const current of [null, { state: 'OPT_OUT', source: 'api' }, { state: 'OPT_IN', source: 'api' }] as const) {
    expect(decideConsent(current, { state: 'OPT_IN', source: 'keyword' })).toEqual({
      allowed: false,
      reason: 'nothing_to_lift',
    });
  }
});

test('lifting a STOP by API needs evidence that is new', () => {
  const stop: ConsentEntry = { ...keywordStop, evidence: { form: 'web', at: '2026-01-01' } };
  const lift = (evidence: Record<string, unknown> | string | null) =>
    decideConsent(stop, { state: 'OPT_IN', source: 'api', evidence });

  expect(lift({ form: 'web', at: '2026-02-01' })).toEqual({ allowed: true });
  for (const evidence of [null, '', ' ', {}, { note: '' }, { at: '2026-01-01', form: 'web' }]) {
    expect(lift(evidence)).toEqual({ allowed: false, reason: 'evidence_missing' });
  }
});

test('no row of imports, however long, ends a STOP', () => {
  const states = fc.array(fc.constantFrom('OPT_IN', 'OPT_OUT', 'STOP'));
  fc.assert(
    fc.property(states, (changes) => {
      let current: ConsentEntry = keywordStop;
      for (const state of changes) {
        const change: ConsentEntry = { state, source: 'import', evidence: { row: state } };
        if (decideConsent(current, change).allowed) current = change;
      }
      return current.state === 'STOP';
    }),
  );
});

test('only an opted-in contact that is not suppressed may receive', () => {
  expect(mayReceive('OPT_IN', false)).toBe(true);
  expect([
    mayReceive('OPT_IN', true),
    mayReceive('OPT_OUT', false),
    mayReceive('STOP', false),
    mayReceive(null, false),
  ]).toEqual([false, false, false, false]);
});
