/** What a carrier's error code means, in a word for counting and a sentence for people. */
export interface CarrierError {
  readonly cause: string;
  readonly message: string;
}

/** What a carrier's error code means; null is a failure without a code. https://www.twilio.com/docs/api/errors has them all. */
export function carrierError(code: number | null): CarrierError {
  if (code === null) return { cause: 'unknown', message: 'The carrier gave no reason' };
  const known = errors[code];
  return known === undefined
    ? { cause: `error_${code}`, message: `The carrier’s error ${code}` }
    : { cause: known[0], message: known[1] };
}

const errors: Readonly<Record<number, readonly [cause: string, message: string]>> = {
  21211: ['invalid_phone_number', "Invalid 'To' phone number"],
  21408: ['region_not_permitted', 'Sending to this region is not permitted'],
  21608: ['unverified_number', 'The account may only send to verified numbers'],
  21610: ['recipient_stopped', 'The recipient has sent STOP to this sender'],
  21612: ['unreachable_route', 'The sender cannot reach this number'],
  21614: ['not_a_mobile_number', "The 'To' number is not a mobile number"],
  21617: ['text_too_long', 'The text is too long'],
  20429: ['rate_limit_exceeded', 'Too many requests'],
  30001: ['queue_overflow', 'The carrier’s queue is full'],
  30002: ['account_suspended', 'The account is suspended'],
  30003: ['unreachable_handset', 'The handset cannot be reached'],
  30004: ['message_blocked', 'The message is blocked'],
  30005: ['unknown_handset', 'The handset is unknown'],
  30006: ['landline_or_unreachable_carrier', 'A landline, or a carrier that cannot be reached'],
  30007: ['carrier_filtered', 'The carrier filtered the message'],
  30008: ['network_error', 'Unknown error at the carrier'],
  30022: ['rate_limit_exceeded', 'The number’s rate limit is exceeded'],
  30034: ['unregistered_sender', 'The sender is not registered for this traffic'],
};
