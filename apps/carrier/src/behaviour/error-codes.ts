/** Twilio's error codes that the simulator knows, with Twilio's own words. Source: https://www.twilio.com/docs/api/errors */
const messages: Readonly<Record<number, string>> = {
  20003: 'Authenticate',
  20404: 'The requested resource was not found',
  20429: 'Too Many Requests',
  20500: 'Internal Server Error',
  20503: 'Service Unavailable',
  21211: "Invalid 'To' Phone Number",
  21212: "Invalid 'From' Phone Number",
  21408: 'Permission to send an SMS has not been enabled for the region indicated by the To number',
  21602: 'Message body is required.',
  21603: "A 'From' phone number is required.",
  21604: "A 'To' phone number is required.",
  21606: 'The From phone number is not a valid, SMS-capable inbound phone number or short code for your account.',
  21609: "Invalid 'StatusCallback' URL",
  21610: 'Attempt to send to unsubscribed recipient',
  21611: "This 'From' number has exceeded the maximum number of queued messages",
  21612: "The 'To' phone number is not currently reachable using the 'From' phone number via SMS.",
  21614: "'To' number is not a valid mobile number",
  21617: 'The concatenated message body exceeds the 1600 character limit',
  30001: 'Queue overflow',
  30002: 'Account suspended',
  30003: 'Unreachable destination handset',
  30004: 'Message blocked',
  30005: 'Unknown destination handset',
  30006: 'Landline or unreachable carrier',
  30007: 'Message filtered',
  30008: 'Unknown error',
  30034: 'Message from an Unregistered Number',
};

/** Twilio's JSON for a refused request. */
export interface TwilioError {
  readonly code: number;
  readonly message: string;
  readonly more_info: string;
  readonly status: number;
}

/** The refusal that goes with a code; `status` is the HTTP status. */
export function twilioError(code: number, status: number): TwilioError {
  return { code, message: errorMessage(code), more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}

/** Twilio's words for a code. */
export function errorMessage(code: number): string {
  return messages[code] ?? 'Unknown error';
}

/** Whether the code refuses the create call; other codes come with a status callback. */
export function refusesCreate(code: number): boolean {
  return code < 30_000;
}

/** The status a message ends in with a code: failed before it left, or undelivered after. */
export function finalStatusOf(code: number): 'failed' | 'undelivered' {
  return [30_001, 30_002, 30_034].includes(code) ? 'failed' : 'undelivered';
}
