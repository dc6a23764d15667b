/** Messages by what became of them. */
export interface Outcomes {
  readonly total: number;
  /** Handed to the carrier, whatever became of them, plus those it refused. */
  readonly sent: number;
  readonly delivered: number;
  /** FAILED and UNDELIVERED. */
  readonly failed: number;
  /** At the carrier, without a final word: SENT is one of them. */
  readonly inFlight: number;
  readonly leftOut: number;
}

/** Sums messages by status into outcomes. */
export function outcomesOf(byStatus: ReadonlyMap<string, number>): Outcomes {
  const count = (statuses: readonly string[]) => statuses.reduce((sum, status) => sum + (byStatus.get(status) ?? 0), 0);
  const [delivered, failed, inFlight] = [count(['delivered', 'read']), count(['failed', 'undelivered']), count(flying)];
  return {
    total: [...byStatus.values()].reduce((sum, messages) => sum + messages, 0),
    ...{ sent: delivered + failed + inFlight, delivered, failed, inFlight },
    leftOut: count(['excluded', 'expired', 'held', 'canceled']),
  };
}

/** A share in percent; null of nothing. */
export function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : (100 * part) / whole;
}

const flying = ['accepted', 'queued', 'sending', 'sent'];
