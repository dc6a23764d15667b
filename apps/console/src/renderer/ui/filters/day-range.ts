import { addDays, startOfLocalDay } from '@marquee/rules/time/local-time';

/** The instants of a range of calendar days in a zone: from the beginning of the first to the end of the last. */
export function instantsOfDays(
  { from, until }: { readonly from: string | undefined; readonly until: string | undefined },
  timeZone: string,
): { readonly from?: string; readonly until?: string } {
  return {
    ...(isDay(from) ? { from: startOfLocalDay(from, timeZone).toISOString() } : {}),
    ...(isDay(until) ? { until: startOfLocalDay(addDays(until, 1), timeZone).toISOString() } : {}),
  };
}

function isDay(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
