import type { Behaviour } from './behaviour.ts';

/**
 * What happens to messages to a special number, without any rule. The first five are Twilio's own magic numbers
 * (https://www.twilio.com/docs/iam/test-credentials); the others end in the code they bring or in keypad letters.
 */
export function specialRecipient(to: string): Behaviour {
  return recipients.get(to) ?? {};
}

/** Twilio's magic senders: what a create call from them is refused with. */
export function specialSenderCode(from: string): number | null {
  return senders.get(from) ?? null;
}

const recipients: ReadonlyMap<string, Behaviour> = new Map<string, Behaviour>([
  ['+15005550001', { error_code: 21_211 }],
  ['+15005550002', { error_code: 21_612 }],
  ['+15005550003', { error_code: 21_408 }],
  ['+15005550004', { error_code: 21_610 }],
  ['+15005550009', { error_code: 21_614 }],
  ...[30_001, 30_003, 30_004, 30_005, 30_006, 30_007, 30_008, 30_034].map(
    (code) => [`+1500555${3000 + (code % 1000)}`, { error_code: code }] as const,
  ),
  ['+15005557867', { reply: { body: 'STOP', after_ms: 50 } }],
  ['+15005554357', { reply: { body: 'HELP', after_ms: 50 } }],
  ['+15005550429', { outage: { kind: 'rate_limited', retry_after: 1 } }],
  ['+15005550500', { outage: { kind: 'error', status: 500 } }],
  ['+15005550503', { outage: { kind: 'error', status: 503 } }],
  ['+15005550408', { outage: { kind: 'hang' } }],
  ['+15005550409', { outage: { kind: 'hang', accepted: true } }],
  ['+15005550100', { final_status: 'sent' }],
]);

const senders: ReadonlyMap<string, number> = new Map([
  ['+15005550001', 21_212],
  ['+15005550007', 21_606],
  ['+15005550008', 21_611],
]);
