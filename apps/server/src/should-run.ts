import type { FindShouldRun } from './kernel/reconciler.ts';

/** What each domain says should be running, asked at every start. */
export const shouldRun: readonly FindShouldRun[] = [];
