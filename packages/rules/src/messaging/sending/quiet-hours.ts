import { minutesPerDay, wallMsOf, wallToInstantMs } from '../../time/local-time.ts';

/** Local quiet hours `[start, end)`, each `HH:MM`. They may wrap midnight; equal ends mean none. */
export interface QuietHours {
  readonly start: string;
  readonly end: string;
}

/**
 * Whether an instant falls into the quiet hours of any of the zones.
 *
 * Source: 47 CFR § 64.1200(c)(1) (the called party's local time). Bounds in a DST gap move forward by the gap; in a
 * fold the first of the two counts.
 *
 * @throws {RangeError} on a time that is not `HH:MM` or an unknown zone
 */
export function isQuiet(at: Date, quiet: QuietHours, zones: readonly string[]): boolean {
  const hours = minutesOf(quiet);
  return zones.some((zone) => quietUntilMs(at.getTime(), hours, zone) !== null);
}

/**
 * The first instant at or after `at` that is open in every zone, or null when none comes before `before`
 * (exclusive) or within 8 days.
 *
 * Source: as `isQuiet`; a number whose zone is not certain is open only when all its zones are.
 *
 * @throws {RangeError} on a time that is not `HH:MM` or an unknown zone
 */
// oxlint-disable-next-line max-params -- four plain values of one question; an object would be made per recipient
export function nextOpen(at: Date, quiet: QuietHours, zones: readonly string[], before: Date | null): Date | null {
  const hours = minutesOf(quiet);
  const limitMs = Math.min(before?.getTime() ?? Infinity, at.getTime() + searchMs);
  let candidateMs = at.getTime();
  while (candidateMs < limitMs) {
    const reachedMs = candidateMs;
    // Each step goes to the end of a quiet span that holds the candidate, so nothing open is skipped.
    for (const zone of zones) candidateMs = quietUntilMs(candidateMs, hours, zone) ?? candidateMs;
    if (candidateMs === reachedMs) return new Date(candidateMs);
  }
  return null;
}

const minuteMs = 60_000;
const dayMs = minutesPerDay * minuteMs;
const searchMs = 8 * dayMs;

interface QuietMinutes {
  readonly start: number;
  readonly end: number;
}

/** The end of the quiet span that holds the instant, or null when it is open. */
function quietUntilMs(atMs: number, hours: QuietMinutes, zone: string): number | null {
  if (hours.start === hours.end) return null;
  const midnightMs = Math.floor(wallMsOf(atMs, zone) / dayMs) * dayMs;
  const length = (hours.end - hours.start + minutesPerDay) % minutesPerDay;
  // A gap or fold around midnight can put an instant into the span of either neighbouring day.
  for (const dayStartMs of [midnightMs - dayMs, midnightMs, midnightMs + dayMs]) {
    const startWallMs = dayStartMs + hours.start * minuteMs;
    if (atMs < wallToInstantMs(startWallMs, zone)) continue;
    const endMs = wallToInstantMs(startWallMs + length * minuteMs, zone);
    if (atMs < endMs) return endMs;
  }
  return null;
}

function minutesOf(quiet: QuietHours): QuietMinutes {
  return { start: minuteOfDay(quiet.start), end: minuteOfDay(quiet.end) };
}

function minuteOfDay(text: string): number {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(text)) throw new RangeError(`not a time of day: ${text}`);
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
}
