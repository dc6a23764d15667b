import { z } from 'zod';

/** An instant given by a caller: ISO 8601 with `Z` or an offset such as `+02:00`. */
export const InstantInput = z.iso
  .datetime({ offset: true })
  .describe('Instant, ISO 8601 with `Z` or an offset, such as `2026-03-15T09:00:00+02:00`');

/** An instant in an answer: ISO 8601 in UTC with milliseconds. */
export const Instant = z.iso.datetime().describe('Instant in UTC, ISO 8601, such as `2026-03-15T07:00:00.000Z`');

/** Wall-clock time of a day, `HH:MM` from 00:00 to 23:59. */
export const LocalTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .describe('Local time of day, `HH:MM` on a 24-hour clock');

/** An IANA time zone name. */
export const TimeZone = z
  .string()
  .min(1)
  .max(64)
  .refine(isTimeZone, 'Not an IANA time zone; an example is Europe/Berlin')
  .describe('IANA time zone, such as `America/New_York`');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
