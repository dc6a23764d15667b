import { expect, test } from 'vitest';
import { reconcile } from './send-reconciliation.ts';

const calledAt = new Date('2026-03-10T12:00:00.400Z');
const call = { body: 'Hi Ada', calledAt, calls: 1 };
const listed = { sid: 'SM1', body: 'Hi Ada', createdAt: new Date('2026-03-10T12:00:00Z') };

test('a listed message of the same text since the call is the one', () => {
  expect(reconcile(call, [listed], new Set())).toEqual({ kind: 'found', listed });
});

test.each([
  ['another text', [{ ...listed, body: 'Hi Bob' }], new Set<string>()],
  ['an older message', [{ ...listed, createdAt: new Date('2026-03-10T11:59:00Z') }], new Set<string>()],
  ['a message that another row accounts for', [listed], new Set(['SM1'])],
])('%s is not taken for it', (_name, list, taken) => {
  expect(reconcile(call, list, taken)).toEqual({ kind: 'absent' });
});

test('a call that is absent a second time is held, not called a third time', () => {
  expect(reconcile({ ...call, calls: 2 }, [], new Set())).toEqual({ kind: 'hold' });
});
