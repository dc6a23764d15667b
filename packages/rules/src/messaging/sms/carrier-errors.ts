/** What a carrier's error code means, in a word for counting and a sentence for people. */
export interface CarrierError {
  readonly cause: string;
  readonly message: string;
}

/**
 * What a carrier's error code means; null is a failure without a code. Twilio's are listed at
 * https://www.twilio.com/docs/api/errors, Meta's (3 and 6 digits) at
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes. No code is in both.
 */
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
  100: ['invalid_parameter', 'WhatsApp does not take what the message was made of'],
  190: ['token_expired', 'The access token is over; put a new one'],
  368: ['policy_violation', 'The account is blocked for breaking WhatsApp’s policies'],
  130429: ['rate_limit_exceeded', 'WhatsApp’s throughput limit is reached'],
  130472: ['experiment', 'The recipient takes part in an experiment of Meta’s and gets no marketing'],
  131008: ['missing_parameter', 'The message lacks something that WhatsApp needs'],
  131009: ['invalid_parameter', 'WhatsApp does not take a value of the message'],
  131021: ['invalid_phone_number', 'The recipient is the sender itself'],
  131026: ['not_on_whatsapp', 'The recipient has no WhatsApp, has blocked the number, or has not accepted its terms'],
  131031: ['account_suspended', 'The WhatsApp account is locked'],
  131042: ['payment_problem', 'The WhatsApp account cannot pay'],
  131045: ['unregistered_sender', 'The number is not registered at WhatsApp'],
  131047: ['window_closed', 'The recipient wrote more than 24 hours ago; send a template'],
  131048: ['spam_limit', 'Too many earlier messages were blocked or reported'],
  131049: ['marketing_limit', 'WhatsApp did not deliver: the recipient has had enough marketing'],
  131050: ['recipient_stopped', 'The recipient has stopped marketing messages from this business'],
  131051: ['invalid_parameter', 'WhatsApp does not know this kind of message'],
  131056: ['rate_limit_exceeded', 'Too many messages to the same recipient'],
  132000: ['template_mismatch', 'The template has another number of variables'],
  132001: ['template_missing', 'The template does not exist in this language, or is not approved'],
  132005: ['text_too_long', 'The template with its variables filled in is too long'],
  132007: ['policy_violation', 'The template breaks WhatsApp’s policies'],
  132012: ['template_mismatch', 'A variable’s value has not the form that the template wants'],
  132015: ['template_paused', 'The template is paused for its low quality'],
  132016: ['template_disabled', 'The template has been paused too often and is disabled for good'],
  133010: ['unregistered_sender', 'The number is not registered at WhatsApp'],
};
