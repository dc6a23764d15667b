import { expect, test } from 'vitest';
import { decideWhatsappSend, type WhatsappMoment } from './whatsapp-send.ts';

const at = new Date('2026-03-15T07:00:00Z');
const hours = (count: number) => new Date(at.getTime() + count * 3_600_000);
const decided = (change: Partial<WhatsappMoment>) =>
  decideWhatsappSend(
    {
      ...{ kind: 'template', isMarketing: true, isTemplateApproved: true, consent: 'OPT_IN', lastInboundAt: null },
      ...{ reviewOpenedAt: null, isFrequencyCapped: false, quiet: null, zones: ['UTC'], expiresAt: hours(24) },
      ...change,
    },
    at,
  );

test.each([
  [{}, { kind: 'send' }],
  [{ consent: 'STOP' }, { kind: 'exclude', reason: 'stopped' }],
  [{ consent: 'OPT_OUT' }, { kind: 'exclude', reason: 'consent_missing' }],
  [{ consent: undefined }, { kind: 'exclude', reason: 'consent_missing' }],
  [{ isTemplateApproved: false }, { kind: 'exclude', reason: 'template_not_approved' }],
  [{ isFrequencyCapped: true }, { kind: 'exclude', reason: 'frequency_capped' }],
  [{ isFrequencyCapped: true, isMarketing: false }, { kind: 'send' }],
  [{ expiresAt: at }, { kind: 'expire', reason: 'message_expired' }],
  [{ reviewOpenedAt: hours(-1) }, { kind: 'wait', reason: 'opt_out_review', until: hours(24) }],
  [{ reviewOpenedAt: hours(-72) }, { kind: 'exclude', reason: 'opt_out_review' }],
  [{ quiet: { start: '06:00', end: '08:00' } }, { kind: 'wait', reason: 'quiet_hours', until: hours(1) }],
  [
    { quiet: { start: '06:00', end: '08:00' }, expiresAt: hours(0.5) },
    { kind: 'expire', reason: 'quiet_until_expiry' },
  ],
] as const)('a template with %j: %j', (change, decision) => {
  expect(decided(change)).toEqual(decision);
});

test.each([
  [{}, { kind: 'exclude', reason: 'window_closed' }],
  [{ lastInboundAt: hours(-24) }, { kind: 'exclude', reason: 'window_closed' }],
  [{ lastInboundAt: hours(-23.9) }, { kind: 'send' }],
  [{ lastInboundAt: hours(-1), consent: undefined }, { kind: 'send' }],
  [
    { lastInboundAt: hours(-1), consent: 'STOP' },
    { kind: 'exclude', reason: 'stopped' },
  ],
  [{ lastInboundAt: hours(-1), quiet: { start: '06:00', end: '08:00' }, isFrequencyCapped: true }, { kind: 'send' }],
] as const)('free text with %j: %j', (change, decision) => {
  expect(decided({ kind: 'text', ...change })).toEqual(decision);
});

test('a confirmation goes to somebody who has just stopped, and not after the window', () => {
  const reply = { kind: 'reply', consent: 'STOP', reviewOpenedAt: hours(-1) } as const;

  expect(decided({ ...reply, lastInboundAt: hours(-1) })).toEqual({ kind: 'send' });
  expect(decided({ ...reply, lastInboundAt: hours(-25) })).toEqual({ kind: 'exclude', reason: 'window_closed' });
});
