/** A campaign's status and times, with what its rows of this run look like. */
export interface RunState {
  readonly status: 'draft' | 'scheduled' | 'running' | 'paused' | 'completed' | 'cancelled' | 'failed';
  readonly scheduleTime: Date | null;
  /** Whether what the run is to do has been counted. */
  readonly isPlanned: boolean;
  readonly isFrozen: boolean;
  /** Batches with somebody to send to now. */
  readonly dueBatches: readonly number[];
  /** When the next waiting recipient opens. */
  readonly nextDueAt: Date | null;
  /** When the first message with an unknown fate can be looked up conclusively. */
  readonly nextLookAt: Date | null;
}

/** What a run does next. `begin` and `complete` change the campaign's status. */
export type RunStep =
  | { readonly kind: 'plan' }
  | { readonly kind: 'begin' }
  | { readonly kind: 'freeze' }
  | { readonly kind: 'send'; readonly batches: readonly number[] }
  | { readonly kind: 'reconcile' }
  | { readonly kind: 'wait'; readonly until: Date | null }
  | { readonly kind: 'complete' }
  | { readonly kind: 'ended' };

/** Decides what a run does at `at`. Sending goes before looking up: who waits for a message waits for us. */
export function decideStep(state: RunState, at: Date): RunStep {
  switch (state.status) {
    case 'draft':
    case 'completed':
      return { kind: 'ended' };
    case 'cancelled':
    case 'failed':
      return lookUp(state, at) ?? { kind: 'ended' };
    case 'paused':
      return lookUp(state, at) ?? { kind: 'wait', until: null };
    case 'scheduled':
      if (!state.isPlanned) return { kind: 'plan' };
      return state.scheduleTime !== null && at < state.scheduleTime
        ? { kind: 'wait', until: state.scheduleTime }
        : { kind: 'begin' };
    case 'running':
      return decideRunning(state, at);
  }
}

function decideRunning(state: RunState, at: Date): RunStep {
  if (!state.isFrozen) return { kind: state.isPlanned ? 'freeze' : 'plan' };
  if (state.dueBatches.length > 0) return { kind: 'send', batches: state.dueBatches };
  const look = lookUp(state, at);
  if (look?.kind === 'wait' && state.nextDueAt !== null && look.until !== null && state.nextDueAt < look.until) {
    return { kind: 'wait', until: state.nextDueAt };
  }
  if (look !== null) return look;
  return state.nextDueAt === null ? { kind: 'complete' } : { kind: 'wait', until: state.nextDueAt };
}

function lookUp(state: RunState, at: Date): { kind: 'reconcile' } | { kind: 'wait'; until: Date | null } | null {
  if (state.nextLookAt === null) return null;
  return at >= state.nextLookAt ? { kind: 'reconcile' } : { kind: 'wait', until: state.nextLookAt };
}
