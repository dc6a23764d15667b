import { fractionOf } from '../lib/ids.ts';
import { finalStatusOf } from './error-codes.ts';

/** How the provider fails a call. */
export interface Outage {
  readonly kind: 'rate_limited' | 'error' | 'hang' | 'reset';
  /** HTTP status of an `error`; 500 unless said. */
  readonly status?: number;
  /** Seconds in `Retry-After` of a `rate_limited`; 1 unless said. */
  readonly retry_after?: number;
  /** The message is taken and goes out although the caller never hears so. */
  readonly accepted?: boolean;
  /** `all` fails list and fetch calls too. */
  readonly calls?: 'create' | 'all';
}

/** How the simulator treats messages to some number; every field is optional. */
export interface Behaviour {
  /**
   * Twilio's codes below 30000 refuse the create call; from 30000 the message fails later. Of Meta's, those about limits, tokens,
   * parameters and templates refuse the call; those about the recipient come later.
   */
  readonly error_code?: number;
  /** `sent` never gets a delivery report. */
  readonly final_status?: 'sent' | 'delivered' | 'undelivered' | 'failed';
  readonly sent_after_ms?: number;
  /** Counted from sent. */
  readonly delivered_after_ms?: number;
  readonly response_delay_ms?: number;
  readonly outage?: Outage;
  /** Extra copies of every callback. */
  readonly duplicate_callbacks?: number;
  /** The delivery report overtakes the earlier ones. */
  readonly reorder_callbacks?: boolean;
  /** The create call answers only after the first callback was made. */
  readonly callback_before_response?: boolean;
  readonly no_callbacks?: boolean;
  /** Every callback is preceded by one that another key has signed, and that says the message failed. */
  readonly forge_callbacks?: boolean;
  /** WhatsApp only: the person reads it so long after it was delivered. */
  readonly read_after_ms?: number;
  /** What the person answers once the message is delivered. */
  readonly reply?: { readonly body: string; readonly after_ms?: number };
}

/** A behaviour for the messages that match: no condition matches all, a trailing `*` matches a prefix. */
export interface BehaviourRule {
  readonly id: number;
  readonly to: string | null;
  readonly from: string | null;
  /** Share of the matching recipients, 0 to 1; the same recipients each time. */
  readonly share: number | null;
  /** Matches left, or null for no end. */
  readonly remaining: number | null;
  readonly expires_at_ms: number | null;
  readonly behaviour: Behaviour;
}

/** One step of a message's way: a status it takes, or what the person answers. */
export interface PlanStep {
  /** Milliseconds after the step before. */
  readonly after_ms: number;
  readonly status?: 'sent' | 'delivered' | 'read' | 'undelivered' | 'failed';
  readonly error_code?: number;
  readonly reply?: string;
}

/** A message's way from here on. */
export interface Plan {
  readonly steps: readonly PlanStep[];
  readonly duplicates: number;
  readonly reorder: boolean;
  readonly callbacks: boolean;
  readonly forged?: boolean;
}

/** Whether a rule speaks of this message at this time. */
export function ruleMatches(rule: BehaviourRule, message: { to: string; from: string }, nowMs: number): boolean {
  if (rule.remaining !== null && rule.remaining <= 0) return false;
  if (rule.expires_at_ms !== null && rule.expires_at_ms <= nowMs) return false;
  if (!patternMatches(rule.to, message.to) || !patternMatches(rule.from, message.from)) return false;
  return rule.share === null || fractionOf(`${rule.id}:${message.to}`) < rule.share;
}

/** The way a message goes under a behaviour; delays are those of the behaviour, else the given ones. */
export function planOf(behaviour: Behaviour, delays: { sentAfterMs: number; deliveredAfterMs: number }): Plan {
  const code = behaviour.error_code;
  const final = behaviour.final_status ?? (code === undefined ? 'delivered' : finalStatusOf(code));
  const sent = { after_ms: behaviour.sent_after_ms ?? delays.sentAfterMs, status: 'sent' } as const;
  const end = {
    after_ms: behaviour.delivered_after_ms ?? delays.deliveredAfterMs,
    status: final,
    ...(code === undefined ? {} : { error_code: code }),
  };
  const way: readonly PlanStep[] =
    final === 'sent' ? [sent] : final === 'failed' ? [{ ...end, after_ms: sent.after_ms }] : [sent, end];
  const { reply, read_after_ms: readAfterMs } = behaviour;
  const read =
    readAfterMs === undefined || final !== 'delivered' ? [] : [{ after_ms: readAfterMs, status: 'read' as const }];
  const answer = reply === undefined ? [] : [{ after_ms: reply.after_ms ?? 0, reply: reply.body }];
  return {
    steps: [...way, ...read, ...answer],
    forged: behaviour.forge_callbacks ?? false,
    duplicates: behaviour.duplicate_callbacks ?? 0,
    reorder: behaviour.reorder_callbacks ?? false,
    callbacks: behaviour.no_callbacks !== true,
  };
}

function patternMatches(pattern: string | null, number: string): boolean {
  if (pattern === null) return true;
  return pattern.endsWith('*') ? number.startsWith(pattern.slice(0, -1)) : pattern === number;
}
