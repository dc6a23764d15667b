import { wallToInstantMs } from './local-time.ts';

const isoTime = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?([.,]\d{1,9})?(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * The instant of an ISO 8601 text, in epoch milliseconds. Without `Z` or an offset it is what the clocks of `zone` show; a day
 * alone is its midnight there.
 *
 * @returns NaN when the text is no instant, or its day is none of the calendar
 * @throws {RangeError} when the zone is unknown
 */
export function instantTextMs(text: string, zone: string): number {
  const match = isoTime.exec(text.trim());
  if (match === null) return Number.NaN;
  const [, day = '', clock = '00:00', seconds = ':00', fraction = '', offset] = match;
  const wallMs = wallOf(`${day}T${clock}${seconds}`);
  if (Number.isNaN(wallMs)) return Number.NaN;
  const milliseconds = fraction === '' ? 0 : Math.trunc(Number(`0${fraction.replace(',', '.')}`) * 1000);
  if (offset !== undefined) return wallMs - offsetMsOf(offset) + milliseconds;
  return (zone === 'UTC' ? wallMs : wallToInstantMs(wallMs, zone)) + milliseconds;
}

/** What a clock shows, as if it were UTC; not a number when the calendar has no such day or the day no such time. */
function wallOf(text: string): number {
  const wallMs = Date.parse(`${text}Z`);
  // Date.parse rolls 30 February over to March; the day of the month must come back as written.
  const isDay = new Date(wallMs).getUTCDate() === Number(text.slice(8, 10));
  return isDay && Number(text.slice(11, 13)) < 24 ? wallMs : Number.NaN;
}

/** Milliseconds that `Z` or an offset such as `+05:30` is ahead of UTC; not a number beyond 14 hours. */
function offsetMsOf(text: string): number {
  if (text === 'Z' || text === 'z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  if (minutes > 14 * 60 || Number(text.slice(-2)) > 59) return Number.NaN;
  return (text.startsWith('-') ? -1 : 1) * minutes * 60_000;
}
