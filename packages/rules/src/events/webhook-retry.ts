const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

// The gaps that Standard Webhooks recommends, on to one of 24 hours: three days and three hours in all.
const delaysMs = [
  5000,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
] as const;

/** How long an endpoint may fail without one success before it is disabled: five days. */
export const webhookFailingMaxMs = 120 * hourMs;

/** The longest an endpoint can put off its next attempt: the longest gap there is. */
const askedMaxMs = 24 * hourMs;

/**
 * How long to wait after a failed attempt, up to a tenth sooner than planned, so that what failed together does not return
 * together. An endpoint may ask for more, never for less: its attempts are as many as they were.
 *
 * @param attempts attempts made so far, from 1
 * @param chance from 0 to below 1
 * @param askedMs what the endpoint's `Retry-After` asks for; null when it says nothing. More than 24 hours are 24 hours
 * @returns milliseconds, or null when there is no further attempt
 */
export function webhookRetryDelayMs(attempts: number, chance: number, askedMs: number | null = null): number | null {
  const delayMs = delaysMs[attempts - 1];
  if (delayMs === undefined) return null;
  return Math.max(Math.round(delayMs * (1 - chance / 10)), Math.min(askedMs ?? 0, askedMaxMs));
}

/** What a `Retry-After` of RFC 9110 asks for, in milliseconds from `nowMs`: seconds, or a date; null when it is neither. */
export function retryAfterMsOf(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,12}$/.test(text)) return Number(text) * 1000;
  // A date of HTTP begins with its day; Date.parse alone would read much else as one.
  const ms = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) - nowMs : Number.NaN;
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

/** Whether an answer means that the message was taken. */
export function isWebhookTaken(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** Those of the wanted names that no event has, nor begins with where they end in `.*`: nothing would ever be delivered for them. */
export function unknownEventNames(wanted: readonly string[], known: readonly string[]): readonly string[] {
  return wanted.filter((each) => !known.some((name) => wantsEvent([each], name)));
}

/** Whether events of a name are among those wanted: an exact name, or `messaging.campaigns.*` for all that begin so; none means all. */
export function wantsEvent(wanted: readonly string[], name: string): boolean {
  return (
    wanted.length === 0 ||
    wanted.some((each) => (each.endsWith('.*') ? name.startsWith(each.slice(0, -1)) : each === name))
  );
}
