import { setTimeout as pause } from 'node:timers/promises';
import type { Plan, PlanStep } from '../behaviour/behaviour.ts';
import type { Exchange } from '../exchange.ts';
import type { MessageRow } from '../ledger/messages.store.ts';
import { callbackClient } from './callback-client.ts';
import { callbackSender } from './callbacks.ts';
import { reviewDue } from '../graph/graph-templates.ts';
import { receive } from './inbound.ts';

/** Takes messages along their plans and makes their callbacks until it is disposed of. */
export interface Delivery extends AsyncDisposable {
  /** Resolves once a callback of the message has been tried, or after the time. */
  readonly firstAttempt: (messageSid: string, timeoutMs: number) => Promise<void>;
}

/** Starts delivering; what was owed when the ledger was last closed or killed goes first. */
export function startDelivery(exchange: Exchange, callbackConnections: number): Delivery {
  const client = callbackClient(callbackConnections);
  const sender = callbackSender(exchange, client, callbackConnections);
  let isClosed = false;
  let ticking: Promise<void> | null = null;
  const tick = async () => {
    await reviewDue(exchange);
    while (!isClosed && (await advanceDue(exchange))) sender.sendDue();
    if (!isClosed) sender.sendDue();
  };
  const timer = setInterval(() => {
    ticking ??= tick().finally(() => {
      ticking = null;
    });
  }, tickMs);
  return {
    firstAttempt: sender.firstAttempt,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      isClosed = true;
      await ticking;
      await Promise.race([sender.close(), pause(lastCallsMs)]);
      client[Symbol.dispose]();
      await sender.close();
    },
  };
}

/** How long callbacks under way may take to end by themselves; those that are cut are made again at the next start. */
const lastCallsMs = 500;
const tickMs = 10;
const batchMax = 500;

/** How long after the delivery report the callbacks come that it overtook. */
const overtakenMs = 40;

/** Takes due messages one step further; true when more may be due. */
async function advanceDue(exchange: Exchange): Promise<boolean> {
  const due = exchange.messages.due(exchange.clock.nowMs(), batchMax);
  if (due.length === 0) return false;
  await exchange.ledger.write(() => {
    for (const message of due) takeStep(exchange, message);
  });
  return due.length === batchMax;
}

function takeStep(exchange: Exchange, message: MessageRow): void {
  // planOf wrote it; due messages always have one.
  const plan = JSON.parse(message.plan ?? 'null') as Plan;
  const nowMs = exchange.clock.nowMs();
  const step = plan.steps[message.step];
  const next = plan.steps[message.step + 1];
  const status = step?.status ?? message.status;
  exchange.messages.pass({
    seq: message.seq,
    status,
    error_code: step?.error_code ?? message.error_code,
    sent_at_ms: status === 'sent' ? nowMs : null,
    updated_at_ms: nowMs,
    next_due_ms: next === undefined ? null : (message.next_due_ms ?? nowMs) + next.after_ms,
  });
  if (step?.reply !== undefined) {
    const to = message.from_number ?? message.messaging_service_sid ?? '';
    receive(exchange, { accountSid: message.account_sid, from: message.to_number, to, body: step.reply });
  }
  if (step?.status !== undefined && plan.callbacks) oweCallbacks(exchange, message, { plan, step, nowMs });
}

function oweCallbacks(
  exchange: Exchange,
  message: MessageRow,
  at: { plan: Plan; step: PlanStep; nowMs: number },
): void {
  const status = at.step.status ?? '';
  if (message.status_callback === null || !exchange.settings().callback_statuses.includes(status)) return;
  const later = at.plan.steps.slice(message.step + 1).filter((step) => step.status !== undefined);
  const isOvertaken = at.plan.reorder && later.length > 0;
  const delayMs = isOvertaken ? later.reduce((sum, step) => sum + step.after_ms, overtakenMs) : 0;
  const owed = { message_sid: message.sid, url: message.status_callback, due_ms: at.nowMs + delayMs };
  if (at.plan.forged === true)
    exchange.callbacks.insert({ ...owed, kind: 'forged', status: 'failed', error_code: 30_003 });
  for (let copy = 0; copy <= at.plan.duplicates; copy += 1)
    exchange.callbacks.insert({ ...owed, kind: 'status', status, error_code: at.step.error_code ?? null });
}
