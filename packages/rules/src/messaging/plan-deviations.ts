type Counts = Readonly<Record<string, number>>;

/** What a plan says a run will do. */
export interface PlanNumbers {
  readonly audience: number;
  readonly sendable: number;
  readonly excluded: Counts;
  readonly encodings: Counts;
  readonly parts: number;
}

/** What a run has done: `sendable` were handed to the carrier, `excluded` left out for good, by reason. */
export interface RunNumbers extends PlanNumbers {
  /** Recipients whose message is neither handed over nor left out yet. */
  readonly pending: number;
}

/** One number that came out otherwise than planned. */
export interface PlanDeviation {
  readonly measure: 'audience' | 'sent' | 'left_out' | 'encoding' | 'parts';
  /** Why they were left out, or the encoding; null where the measure has no kinds. */
  readonly kind: string | null;
  readonly planned: number;
  readonly actual: number;
}

/**
 * Every number in which a run differs from its plan. While recipients are pending, what they may still become is not counted
 * against the run: only the audience, and reasons that left out more than planned, are told.
 */
export function planDeviations(plan: PlanNumbers, actual: RunNumbers): readonly PlanDeviation[] {
  const isOver = actual.pending === 0;
  return [
    ...differing('audience', null, [plan.audience, actual.audience]),
    ...(isOver ? differing('sent', null, [plan.sendable, actual.sendable]) : []),
    ...byKind('left_out', plan.excluded, actual.excluded).filter((each) => isOver || each.actual > each.planned),
    ...(isOver ? byKind('encoding', plan.encodings, actual.encodings) : []),
    ...(isOver ? differing('parts', null, [plan.parts, actual.parts]) : []),
  ];
}

function byKind(measure: PlanDeviation['measure'], planned: Counts, actual: Counts): readonly PlanDeviation[] {
  const kinds = [...new Set([...Object.keys(planned), ...Object.keys(actual)])].sort();
  return kinds.flatMap((kind) => differing(measure, kind, [planned[kind] ?? 0, actual[kind] ?? 0]));
}

function differing(
  measure: PlanDeviation['measure'],
  kind: string | null,
  [planned, actual]: readonly [number, number],
): readonly PlanDeviation[] {
  return planned === actual ? [] : [{ measure, kind, planned, actual }];
}
