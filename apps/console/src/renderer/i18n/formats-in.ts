/** Numbers and instants as people read them, in the language in use and the workspace's time zone. */
export interface Formats {
  readonly timeZone: string;
  /** Such as `1,250`. */
  readonly number: (value: number) => string;
  /** A fraction as a percentage with one decimal, such as `98.2 %`. */
  readonly percent: (fraction: number) => string;
  /** Date and time with the zone's name, such as `14 Mar 2026, 09:00 CET`. */
  readonly instant: (iso: string) => string;
  /** The same with seconds, where moments are close to each other. */
  readonly instantWithSeconds: (iso: string) => string;
  /** The time alone for a moment of today, such as `10:42 CET`, else with its date. */
  readonly moment: (iso: string, now: Date) => string;
  /** The date alone, in the zone. */
  readonly date: (iso: string) => string;
  /** A moment as short as a chart's axis needs it: the day where several are shown, else the hour. */
  readonly tick: (iso: string, by: 'day' | 'hour') => string;
  /** A clock's own time such as `2026-03-14T09:00`, wherever that clock hangs. */
  readonly wallTime: (local: string) => string;
  /** How long something takes, in one unit, such as `0.4 sec` or `12 min`. */
  readonly duration: (seconds: number) => string;
  /** How long ago or from now, such as `5 minutes ago`. */
  readonly relative: (iso: string, now: Date) => string;
}

/** Formats in a language and a zone. */
export function formatsIn(tag: string, timeZone: string): Formats {
  const numbers = new Intl.NumberFormat(tag);
  const percents = new Intl.NumberFormat(tag, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
  // Half a day's hours stand without a leading zero, as they are written: 9:05 AM, but 09:05.
  const hour =
    new Intl.DateTimeFormat(tag, { hour: 'numeric' }).resolvedOptions().hour12 === true ? 'numeric' : '2-digit';
  const clock = { hour, minute: '2-digit' } as const;
  const day = { day: 'numeric', month: 'short', year: 'numeric', timeZone } as const;
  const dates = new Intl.DateTimeFormat(tag, day);
  const instants = new Intl.DateTimeFormat(tag, { ...day, ...clock, timeZoneName: 'short' });
  const precise = new Intl.DateTimeFormat(tag, {
    ...day,
    ...{ ...clock, second: '2-digit', timeZoneName: 'short' },
  });
  const times = new Intl.DateTimeFormat(tag, { ...clock, timeZoneName: 'short', timeZone });
  const days = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', timeZone });
  const hours = new Intl.DateTimeFormat(tag, { ...clock, timeZone });
  const walls = new Intl.DateTimeFormat(tag, {
    ...{ day: 'numeric', month: 'short', ...clock, timeZone: 'UTC' },
  } as const);
  const relatives = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  return {
    timeZone,
    number: (value) => numbers.format(value),
    percent: (fraction) => percents.format(fraction),
    instant: (iso) => instants.format(new Date(iso)),
    instantWithSeconds: (iso) => precise.format(new Date(iso)),
    moment: (iso, now) => (dates.format(new Date(iso)) === dates.format(now) ? times : instants).format(new Date(iso)),
    tick: (iso, by) => (by === 'day' ? days : hours).format(new Date(iso)),
    date: (iso) => dates.format(new Date(iso)),
    wallTime: (local) => walls.format(new Date(`${local}Z`)),
    duration: durationIn(tag),
    relative: (iso, now) => relatives.format(...distance(new Date(iso), now)),
  };
}

/** Seconds below two minutes, minutes below two hours, then hours; tenths where they tell something. */
function durationIn(tag: string): (seconds: number) => string {
  const format = (unit: 'second' | 'minute' | 'hour') =>
    new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 });
  const [inSeconds, inMinutes, inHours] = [format('second'), format('minute'), format('hour')];
  return (seconds) => {
    if (seconds < 10) return inSeconds.format(seconds);
    if (seconds < 120) return inSeconds.format(Math.round(seconds));
    if (seconds < 7200) return inMinutes.format(Math.round(seconds / 60));
    return inHours.format(seconds / 3600);
  };
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

function distance(at: Date, now: Date): readonly [number, Intl.RelativeTimeFormatUnit] {
  const ms = at.getTime() - now.getTime();
  const unit = units.find(([, length]) => Math.abs(ms) >= length);
  return unit === undefined ? [Math.round(ms / 1000), 'second'] : [Math.round(ms / unit[1]), unit[0]];
}
