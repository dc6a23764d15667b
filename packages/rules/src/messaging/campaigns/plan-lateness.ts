/** When the recipients of a zone were to be sent to, or were. */
export interface ZoneSending {
  readonly time_zone: string;
  readonly recipients: number;
  /** The instant of the last of them, ISO 8601; null when none was. */
  readonly last_send_at: string | null;
}

/** What a plan promises about time. */
export interface PlannedTimes {
  /** When sending was to begin. */
  readonly starts_at: string;
  readonly last_send_at: string | null;
  /** The lowest rate it was planned at; null when none was known. */
  readonly rate_per_second: number | null;
  readonly zones: readonly ZoneSending[];
}

/** What became of it. */
export interface ActualTimes {
  /** When sending began; null before. */
  readonly started_at: string | null;
  /** The start as it is set at last; null for at once. */
  readonly schedule_time: string | null;
  /** The campaign's rate at last. */
  readonly rate_per_second: number | null;
  readonly pausedMs: number;
  /** Of a run that has ended; null while messages are pending. */
  readonly ended: { readonly last_send_at: string | null; readonly zones: readonly ZoneSending[] } | null;
  readonly now: Date;
}

/**
 * Why messages went later than planned, the first that holds: the start was moved; the run was paused for half of the delay or
 * more; it began late by as much, as when the engine was away; its rate was lowered; or none of these: the carrier was slow or
 * refused, the sender was shared, quiet hours began meanwhile, or recipients were held.
 */
export type LatenessReason = 'rescheduled' | 'paused' | 'started_late' | 'rate_lowered' | 'slower_sending';

/** A promise about time that was not kept. */
export interface Lateness {
  /** Null for the run as a whole. */
  readonly time_zone: string | null;
  readonly planned_last_send_at: string;
  /** Null while messages are still to go. */
  readonly actual_last_send_at: string | null;
  readonly late_seconds: number;
  readonly reason: LatenessReason;
}

/** What no plan counts: the start of a run and the calls themselves. */
const leastLateMs = 60_000;
const shareOfDuration = 0.1;

/**
 * Where a run was later than its plan by more than a minute and a tenth of the time planned for sending: as a whole first, then
 * by zone. A run under way is late once the planned end is so long ago.
 */
export function planLateness(plan: PlannedTimes, actual: ActualTimes): readonly Lateness[] {
  const { last_send_at: plannedLast } = plan;
  if (plannedLast === null || actual.started_at === null) return [];
  const late = lateBy(plan, actual);
  if (actual.ended === null) return late({ time_zone: null, plannedLast, actualLast: null });
  const { zones, last_send_at: actualLast } = actual.ended;
  const actualOf = new Map(zones.map((zone) => [zone.time_zone, zone.last_send_at]));
  return [
    ...late({ time_zone: null, plannedLast, actualLast }),
    ...plan.zones.flatMap(({ time_zone, last_send_at }) =>
      late({ time_zone, plannedLast: last_send_at, actualLast: actualOf.get(time_zone) ?? null }),
    ),
  ];
}

interface Compared {
  readonly time_zone: string | null;
  readonly plannedLast: string | null;
  readonly actualLast: string | null;
}

function lateBy(plan: PlannedTimes, actual: ActualTimes): (compared: Compared) => readonly Lateness[] {
  return ({ time_zone, plannedLast, actualLast }) => {
    // Of an ended run, a zone that nobody was sent to in was not late: the report says why they were left out.
    if (plannedLast === null || (actual.ended !== null && actualLast === null)) return [];
    const lateMs = (actualLast === null ? actual.now.getTime() : Date.parse(actualLast)) - Date.parse(plannedLast);
    const plannedMs = Math.max(0, Date.parse(plannedLast) - Date.parse(plan.starts_at));
    if (lateMs <= leastLateMs + shareOfDuration * plannedMs) return [];
    const times = { planned_last_send_at: plannedLast, actual_last_send_at: actualLast };
    return [{ time_zone, ...times, late_seconds: Math.round(lateMs / 1000), reason: reasonOf(plan, actual, lateMs) }];
  };
}

function reasonOf(plan: PlannedTimes, actual: ActualTimes, lateMs: number): LatenessReason {
  const { schedule_time, started_at, pausedMs, rate_per_second: rate } = actual;
  if (schedule_time !== null && Date.parse(schedule_time) > Date.parse(plan.starts_at)) return 'rescheduled';
  if (pausedMs >= lateMs / 2) return 'paused';
  if (started_at !== null && Date.parse(started_at) - Date.parse(plan.starts_at) >= lateMs / 2) return 'started_late';
  if (rate !== null && plan.rate_per_second !== null && rate < plan.rate_per_second) return 'rate_lowered';
  return 'slower_sending';
}
