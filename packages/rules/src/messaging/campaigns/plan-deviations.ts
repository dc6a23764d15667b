type Counts = Readonly<Record<string, number>>;

/** What a plan says a run will do. */
export interface PlanNumbers {
  readonly audience: number;
  readonly sendable: number;
  readonly excluded: Counts;
  readonly encodings: Counts;
  readonly parts: number;
  /** What the parts cost; null when the sender has no prices, or nobody has counted it yet. */
  readonly cost: PlanCost | null;
}

/** Money in units of its currency, for parts whose price is known. */
export interface PlanCost {
  readonly amount: number;
  readonly currency: string;
  readonly unpriced_parts: number;
}

/** What a run has done: `sendable` were handed to the carrier, `excluded` left out for good, by reason. */
export interface RunNumbers extends PlanNumbers {
  /** Recipients whose message is neither handed over nor left out yet. */
  readonly pending: number;
}

/** One number that came out otherwise than planned. */
export interface PlanDeviation {
  readonly measure: 'audience' | 'sent' | 'left_out' | 'encoding' | 'parts' | 'cost' | 'unpriced_parts';
  /** Why they were left out, the encoding, or the currency; null where the measure has no kinds. */
  readonly kind: string | null;
  readonly planned: number;
  readonly actual: number;
  readonly reason: DeviationReason;
}

/**
 * Why a number came out otherwise: the segment's members changed; some who were to be sent to were left out, or the other way;
 * what contacts or messages say changed; the sender's prices changed; or it follows from another deviation, of recipients or parts.
 */
export type DeviationReason =
  | 'members_changed'
  | 'recipients_changed'
  | 'contacts_changed'
  | 'texts_changed'
  | 'parts_changed'
  | 'prices_changed';

/**
 * Every number in which a run differs from its plan, and why. While recipients are pending, what they may still become is not
 * counted against the run: only the audience, and reasons that left out more than planned, are told.
 */
export function planDeviations(plan: PlanNumbers, actual: RunNumbers): readonly PlanDeviation[] {
  const isOver = actual.pending === 0;
  const ofMembers = plan.audience === actual.audience ? 'contacts_changed' : 'members_changed';
  const ofTexts = plan.sendable === actual.sendable ? 'texts_changed' : 'recipients_changed';
  const leftOut = byKind('left_out', [plan.excluded, actual.excluded], 'contacts_changed');
  const audience = differing('audience', [plan.audience, actual.audience], { reason: 'members_changed' });
  if (!isOver) return [...audience, ...leftOut.filter((each) => each.actual > each.planned)];
  return [
    ...audience,
    ...differing('sent', [plan.sendable, actual.sendable], { reason: ofMembers }),
    ...leftOut,
    ...byKind('encoding', [plan.encodings, actual.encodings], ofTexts),
    ...differing('parts', [plan.parts, actual.parts], { reason: ofTexts }),
    ...costDeviations(plan, actual),
  ];
}

function costDeviations(plan: PlanNumbers, actual: RunNumbers): readonly PlanDeviation[] {
  if (plan.cost === null || actual.cost === null) return [];
  const reason = plan.parts === actual.parts ? 'prices_changed' : 'parts_changed';
  const { amount, currency, unpriced_parts: unpriced } = actual.cost;
  return [
    ...differing('cost', [plan.cost.amount, amount], { kind: currency, reason }),
    ...differing('unpriced_parts', [plan.cost.unpriced_parts, unpriced], { reason }),
  ];
}

function byKind(
  measure: PlanDeviation['measure'],
  [planned, actual]: readonly [Counts, Counts],
  reason: DeviationReason,
): readonly PlanDeviation[] {
  const kinds = [...new Set([...Object.keys(planned), ...Object.keys(actual)])].sort();
  return kinds.flatMap((kind) => differing(measure, [planned[kind] ?? 0, actual[kind] ?? 0], { kind, reason }));
}

function differing(
  measure: PlanDeviation['measure'],
  [planned, actual]: readonly [number, number],
  { kind = null, reason }: { readonly kind?: string | null; readonly reason: DeviationReason },
): readonly PlanDeviation[] {
  return planned === actual ? [] : [{ measure, kind, planned, actual, reason }];
}
