/** At most `messages` to one person in any `days` days of 24 hours. */
export interface FrequencyCap {
  readonly messages: number;
  readonly days: number;
}

/**
 * When a cap's window opens, for messages counted up to `at`: those that began after it count, those at it do not.
 *
 * Source: CTIA Messaging Principles §5.1 (frequency as disclosed); days are 24 hours, so that a change of clocks adds nothing.
 */
export function capWindowStart({ days }: FrequencyCap, at: Date): Date {
  return new Date(at.getTime() - days * dayMs);
}

/**
 * Whether a person has had as many messages as any of the caps allows.
 *
 * @param begunAt when messages to them began, in any order; those that failed left out
 */
export function isCapped(caps: readonly FrequencyCap[], begunAt: readonly Date[], at: Date): boolean {
  return caps.some((cap) => {
    const start = capWindowStart(cap, at);
    return begunAt.filter((begun) => begun > start).length >= cap.messages;
  });
}

const dayMs = 86_400_000;
