import { expect, test } from 'vitest';
import { decideSend, type Recipient, type SendTerms } from './send-plan.ts';

const noon = new Date('2026-03-10T12:00:00Z');
const recipient: Recipient = {
  consent: 'OPT_IN',
  reviewOpenedAt: null,
  isFrequencyCapped: false,
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

test('a recipient whose answer is under review is held for 72 hours at most, and not past the campaign’s end', () => {
  const held = { ...recipient, reviewOpenedAt: new Date('2026-03-10T11:00:00Z') };
  const inHours = (hours: number) => new Date(noon.getTime() + hours * 3_600_000);

  expect(decideSend(held, terms, noon)).toEqual({ kind: 'hold', reason: 'opt_out_review', until: inHours(71) });
  expect(decideSend(held, { ...terms, expiresAt: inHours(5) }, noon)).toMatchObject({ until: inHours(5) });
  expect(decideSend(held, terms, inHours(71))).toEqual({ kind: 'exclude', reason: 'opt_out_review' });
});

test('a frequency cap leaves out only whom a message would go to now: who waits may have room by then', () => {
  const capped = { ...recipient, isFrequencyCapped: true };

  expect(decideSend(capped, terms, noon)).toEqual({ kind: 'exclude', reason: 'frequency_capped' });
  expect(decideSend(capped, { ...terms, quiet: { start: '12:00', end: '15:00' } }, noon).kind).toBe('wait');
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
