/** Minutes in a day of 24 hours. */
export const minutesPerDay = 1440;

/**
 * The instant of a local wall time `YYYY-MM-DDTHH:MM` (seconds may follow). A time that does not exist moves
 * forward by the gap; one that happens twice means the first.
 *
 * Source: RFC 5545 §3.3.5 and Temporal's `disambiguation: 'compatible'`.
 *
 * @throws {RangeError} when the text is no calendar time or the zone is unknown
 */
export function localToInstant(localDateTime: string, zone: string): Date {
  return new Date(wallToInstantMs(parseWall(localDateTime), zone));
}

/**
 * The instant, in epoch milliseconds, at which a zone's clocks show a wall time given as if it were UTC.
 * Gaps move forward, folds mean the first, as in `localToInstant`.
 *
 * @throws {RangeError} when the zone is unknown
 */
export function wallToInstantMs(wallMs: number, zone: string): number {
  const before = offsetMs(wallMs - dayMs, zone);
  const after = offsetMs(wallMs + dayMs, zone);
  const candidates = [wallMs - before, wallMs - after].filter((at) => at + offsetMs(at, zone) === wallMs);
  return candidates.length === 0 ? wallMs - before : Math.min(...candidates);
}

/**
 * The calendar day `YYYY-MM-DD` of an instant in a zone.
 *
 * @throws {RangeError} when the zone is unknown
 */
export function localDay(at: Date, zone: string): string {
  return new Date(wallMsOf(at.getTime(), zone)).toISOString().slice(0, 10);
}

/**
 * The instant at which a local day `YYYY-MM-DD` begins; where its midnight falls in a gap, the gap's end.
 *
 * @throws {RangeError} when the text is no calendar day or the zone is unknown
 */
export function startOfLocalDay(day: string, zone: string): Date {
  return localToInstant(`${day}T00:00`, zone);
}

/** The calendar day `count` days after (or, negative, before) a day `YYYY-MM-DD`. */
export function addDays(day: string, count: number): string {
  return new Date(parseWall(`${day}T00:00`) + count * dayMs).toISOString().slice(0, 10);
}

/**
 * Minutes that a zone's clocks are ahead of UTC at an instant; whole for every zone since 1972.
 *
 * @throws {RangeError} when the zone is unknown
 */
export function offsetMinutes(at: Date, zone: string): number {
  return offsetMs(at.getTime(), zone) / minuteMs;
}

/**
 * What a zone's clocks show at an instant, in milliseconds as if it were UTC.
 *
 * @throws {RangeError} when the zone is unknown
 */
export function wallMsOf(atMs: number, zone: string): number {
  return atMs + offsetMs(atMs, zone);
}

/** Whether the runtime knows a time zone by this name. */
export function isTimeZone(zone: string): boolean {
  const known = clocks.has(zone) || invalidZones.has(zone);
  if (known) return clocks.has(zone);
  try {
    clockOf(zone);
    return true;
  } catch {
    if (invalidZones.size < invalidZonesMax) invalidZones.add(zone);
    return false;
  }
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const minutesCachedMax = 512;
const invalidZonesMax = 1000;

/** A zone's formatter and the offsets it has told, by UTC minute: no zone changes its offset within one. */
interface ZoneClock {
  readonly format: Intl.DateTimeFormat;
  readonly offsets: Map<number, number>;
}

const clocks = new Map<string, ZoneClock>();
const invalidZones = new Set<string>();

function clockOf(zone: string): ZoneClock {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const clock = { format, offsets: new Map<number, number>() };
  clocks.set(zone, clock);
  return clock;
}

function offsetMs(atMs: number, zone: string): number {
  const clock = clockOf(zone);
  const minute = Math.floor(atMs / minuteMs);
  const known = clock.offsets.get(minute);
  if (known !== undefined) return known;
  const startMs = minute * minuteMs;
  const offset = shownMs(clock.format, startMs) - startMs;
  if (clock.offsets.size >= minutesCachedMax) clock.offsets.clear();
  clock.offsets.set(minute, offset);
  return offset;
}

function shownMs(format: Intl.DateTimeFormat, atMs: number): number {
  const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const part of format.formatToParts(atMs)) shown[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function parseWall(text: string): number {
  const match = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.exec(text);
  const wallMs = match === null ? Number.NaN : Date.parse(`${text}Z`);
  // Date.parse rolls 30 February over to March; the day must come back as written.
  if (Number.isNaN(wallMs) || new Date(wallMs).toISOString().slice(0, 10) !== match?.[1]) {
    throw new RangeError(`not a local time: ${text}`);
  }
  return wallMs;
}
