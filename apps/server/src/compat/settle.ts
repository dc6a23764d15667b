import { setTimeout as wait } from 'node:timers/promises';
import type { Settle } from './dialect.ts';

/** How a record stood when waiting ended. */
export interface Settled {
  readonly value: unknown;
  readonly status: number;
  readonly message: string;
}

/** How to look at the record, and until when anybody cares. */
export interface Looking {
  readonly look: (input: Readonly<Record<string, unknown>>) => Promise<unknown>;
  readonly signal: AbortSignal;
}

const firstPauseMs = 50;
const longestPauseMs = 1000;

/** Looks at a record again and again, ever less often, until it has ended or the entry's time is over. Holds nothing open. */
export async function settle(rule: Settle, started: unknown, { look, signal }: Looking): Promise<Settled> {
  const input = Object.fromEntries(Object.entries(rule.input).map(([name, field]) => [name, fieldOf(started, field)]));
  let value = started;
  let pauseMs = firstPauseMs;
  let leftMs = rule.waitMs;
  while (true) {
    const end = rule.ended[text(fieldOf(value, rule.field))];
    if (end !== undefined) return { value, ...end };
    if (leftMs <= 0 || signal.aborted) return { value, ...rule.pending };
    const restMs = Math.min(pauseMs, leftMs);
    await wait(restMs, undefined, { signal }).catch(() => undefined);
    leftMs -= restMs;
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    value = await look(input);
  }
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined; // an object's fields
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
