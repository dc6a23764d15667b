/** How Meta refuses a call. */
export interface GraphRefusal {
  readonly status: number;
  readonly body: object;
}

/** The refusal that goes with a code. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes */
export function graphRefusal(code: number, details?: string): GraphRefusal {
  const message = `(#${code}) ${words[code] ?? 'Something went wrong'}`;
  const error_data = { messaging_product: 'whatsapp', details: details ?? words[code] ?? 'Something went wrong' };
  return {
    status: statusOf(code),
    body: { error: { message, type: 'OAuthException', code, error_data, fbtrace_id: 'simulated' } },
  };
}

/** Whether a code refuses the call; the others come with a `failed` status. */
export function refusesCall(code: number): boolean {
  return limits.has(code) || code < 1000 || code === 131_008 || code === 131_009 || (code >= 132_000 && code < 133_000);
}

/** Meta's words for a code. */
export function graphWords(code: number): string {
  return words[code] ?? 'Something went wrong';
}

const limits: ReadonlySet<number> = new Set([4, 80_007, 130_429, 131_048, 131_056, 131_057]);

function statusOf(code: number): number {
  if (limits.has(code)) return 429;
  return code === 190 ? 401 : code >= 500 && code < 600 ? code : 400;
}

const words: Readonly<Record<number, string>> = {
  4: 'Application request limit reached',
  100: 'Invalid parameter',
  190: 'Access token has expired',
  80007: 'Rate limit issues',
  130429: 'Rate limit hit',
  131008: 'Required parameter is missing',
  131009: 'Parameter value is not valid',
  131026: 'Message undeliverable',
  131047: 'Re-engagement message',
  131048: 'Spam rate limit hit',
  131049: 'This message was not delivered to maintain healthy ecosystem engagement',
  131050: 'Unable to deliver: the recipient has stopped marketing messages',
  131056: '(Business Account, Consumer Account) pair rate limit hit',
  132000: 'Number of parameters does not match the expected number of params',
  132001: 'Template name does not exist in the translation',
  132015: 'Template is paused',
  132016: 'Template is disabled',
};
