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

/**
 * How long to wait after a failed attempt, up to a tenth sooner than planned, so that what failed together does not return
 * together.
 *
 * @param attempts attempts made so far, from 1
 * @param chance from 0 to below 1
 * @returns milliseconds, or null when there is no further attempt
 */
export function webhookRetryDelayMs(attempts: number, chance: number): number | null {
  const delayMs = delaysMs[attempts - 1];
  return delayMs === undefined ? null : Math.round(delayMs * (1 - chance / 10));
}

/** Whether an answer means that the message was taken. */
export function isWebhookTaken(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** Whether events of a name are among those wanted: an exact name, or `messaging.campaigns.*` for all that begin so; none means all. */
export function wantsEvent(wanted: readonly string[], name: string): boolean {
  return (
    wanted.length === 0 ||
    wanted.some((each) => (each.endsWith('.*') ? name.startsWith(each.slice(0, -1)) : each === name))
  );
}
