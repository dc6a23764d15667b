import { expect, test } from 'vitest';
import { whatsappRefusal } from './whatsapp-window.ts';

const at = new Date('2026-03-15T07:00:00Z');
const hoursAgo = (hours: number) => new Date(at.getTime() - hours * 3_600_000);

test.each([
  ['OPT_IN', null, null],
  [undefined, hoursAgo(1), 'consent_missing'],
  ['OPT_OUT', hoursAgo(1), 'consent_missing'],
  ['STOP', hoursAgo(1), 'consent_missing'],
] as const)('a template to consent %s, last heard of at %s: %s', (consent, lastInboundAt, refusal) => {
  expect(whatsappRefusal({ kind: 'template', consent, lastInboundAt, at })).toBe(refusal);
});

test.each([
  ['OPT_IN', null, 'window_closed'],
  ['OPT_IN', hoursAgo(24), 'window_closed'],
  ['OPT_IN', hoursAgo(23.999), null],
  [undefined, hoursAgo(1), null],
  ['STOP', hoursAgo(1), 'consent_missing'],
] as const)('free text to consent %s, last heard of at %s: %s', (consent, lastInboundAt, refusal) => {
  expect(whatsappRefusal({ kind: 'text', consent, lastInboundAt, at })).toBe(refusal);
});
