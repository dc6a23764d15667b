/** A message whose create call ended without a known answer. */
export interface UnansweredCall {
  readonly body: string;
  readonly calledAt: Date;
  /** How often it was called in all. */
  readonly calls: number;
}

/** A message as the provider lists it, between the same two numbers. */
export interface ListedCall {
  readonly sid: string;
  readonly body: string;
  readonly createdAt: Date;
}

/** What is known of an unanswered call after looking. */
export type Reconciliation<Listed> =
  | { readonly kind: 'found'; readonly listed: Listed }
  | { readonly kind: 'absent' }
  | { readonly kind: 'hold' };

/** Providers list to the second, and their clock is not ours. */
const skewMs = 30_000;
const callsMax = 2;

/**
 * Finds an unanswered call in the provider's list. The provider keeps no id of ours there, so a message of the same text between
 * the same numbers that nothing else accounts for is taken to be it: rather a recipient too few than one twice. Absent means
 * that it may be called once more; a second time it is held for a person.
 *
 * @param listed the provider's newest messages between the two numbers, read after the call can no longer be under way
 * @param taken ids that belong to other messages
 */
export function reconcile<Listed extends ListedCall>(
  call: UnansweredCall,
  listed: readonly Listed[],
  taken: ReadonlySet<string>,
): Reconciliation<Listed> {
  const earliestMs = call.calledAt.getTime() - skewMs;
  const found = listed
    .filter(
      ({ sid, body, createdAt }) =>
        !taken.has(sid) && body.normalize('NFC') === call.body && createdAt.getTime() >= earliestMs,
    )
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())[0];
  if (found !== undefined) return { kind: 'found', listed: found };
  return call.calls >= callsMax ? { kind: 'hold' } : { kind: 'absent' };
}
