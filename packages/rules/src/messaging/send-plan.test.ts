import { expect, test } from 'vitest';
import { decideSend, type Recipient, type SendTerms } from './send-plan.ts';

const noon = new Date('2026-03-10T12:00:00Z');
const recipient: Recipient = {
  consent: 'OPT_IN',
  isUnderReview: false,
  attributes: { name: 'Ada' },
  zones: ['Europe/Berlin'],
};
const terms: SendTerms = { content: 'Hi {name}', quiet: null, expiresAt: null };

test('an opted-in recipient is sent the filled text', () => {
  expect(decideSend(recipient, terms, noon)).toEqual({ kind: 'send', text: 'Hi Ada', parts: 1, encoding: 'GSM-7' });
});

test.each([
  [null, 'contact_deleted'],
  [{ ...recipient, consent: 'STOP' as const }, 'stopped'],
  [{ ...recipient, consent: 'OPT_OUT' as const }, 'consent_missing'],
  [{ ...recipient, attributes: {} }, 'missing_variable'],
  [{ ...recipient, attributes: { name: 'x'.repeat(1600) } }, 'text_too_long'],
])('a recipient who cannot be sent to is excluded with the reason (%#)', (who, reason) => {
  expect(decideSend(who, terms, noon)).toEqual({ kind: 'exclude', reason });
});

test('a recipient whose answer is under review is held', () => {
  expect(decideSend({ ...recipient, isUnderReview: true }, terms, noon).kind).toBe('hold');
});

test('a recipient in quiet hours waits for the next opening in their own zone', () => {
  const quiet = { start: '12:00', end: '15:00' };
  expect(decideSend(recipient, { ...terms, quiet }, noon)).toEqual({
    kind: 'wait',
    until: new Date('2026-03-10T14:00:00Z'),
  });
});

test('a recipient who cannot open before the campaign expires is expired, as is everyone after it', () => {
  const quiet = { start: '12:00', end: '15:00' };
  expect(decideSend(recipient, { ...terms, quiet, expiresAt: new Date('2026-03-10T14:00:00Z') }, noon)).toMatchObject({
    reason: 'quiet_until_expiry',
  });
  expect(decideSend(recipient, { ...terms, expiresAt: noon }, noon)).toMatchObject({ reason: 'campaign_expired' });
});
