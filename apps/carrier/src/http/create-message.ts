import { setTimeout as pause } from 'node:timers/promises';
import { planOf, type Behaviour, type Outage } from '../behaviour/behaviour.ts';
import { refusesCreate, twilioError } from '../behaviour/error-codes.ts';
import { segmentsOf } from '../behaviour/segments.ts';
import { specialSenderCode } from '../behaviour/special-numbers.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Exchange } from '../exchange.ts';
import type { NewMessage } from '../ledger/messages.store.ts';
import { fractionOf, newSid } from '../lib/ids.ts';
import { messageJson } from './twilio-json.ts';

/** How a create call ends: an answer, silence, or a cut connection. */
export type CreateOutcome =
  | { readonly kind: 'answer'; readonly status: number; readonly retryAfter?: number; readonly body: object }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' };

/** Takes a create call: refuses it, or has the message in the ledger before it answers. */
export async function createMessage(exchange: Exchange, delivery: Delivery, call: CreateCall): Promise<CreateOutcome> {
  const { form } = call;
  const to = form.get('To') ?? '';
  const from = form.get('From') ?? '';
  const refuse = async (code: number, httpStatus: number): Promise<CreateOutcome> => {
    const refusal = { atMs: exchange.clock.nowMs(), accountSid: call.accountSid, to, from, httpStatus, code };
    await exchange.ledger.write(() => exchange.configuration.insertRefusal(refusal));
    return { kind: 'answer', status: httpStatus, body: twilioError(code, httpStatus) };
  };
  const invalid = invalidCode(form);
  if (invalid !== null) return refuse(invalid, 400);
  const behaviour = exchange.behaviourFor({ to, from });
  const outage = behaviour.outage;
  if (outage !== undefined && outage.accepted !== true) {
    await refuse(outageCode(outage), outageStatus(outage));
    return outcomeOf(outage);
  }
  if (behaviour.error_code !== undefined && refusesCreate(behaviour.error_code))
    return refuse(behaviour.error_code, 400);
  const sender = from === '' ? (form.get('MessagingServiceSid') ?? '') : from;
  if (exchange.settings().opt_out_handling && exchange.configuration.isOptedOut(sender, to)) return refuse(21_610, 400);
  const body = await keep(exchange, { call, behaviour });
  if (outage !== undefined) return outcomeOf(outage);
  if (behaviour.callback_before_response === true) await delivery.firstAttempt(body.sid, firstCallbackMs);
  const delayMs = behaviour.response_delay_ms ?? exchange.settings().response_delay_ms;
  if (delayMs > 0) await pause(delayMs);
  return { kind: 'answer', status: 201, body };
}

/** A create call that has been authenticated. */
export interface CreateCall {
  readonly accountSid: string;
  readonly form: URLSearchParams;
}

/** How an outage ends a call. */
export function outcomeOf(outage: Outage): CreateOutcome {
  if (outage.kind === 'hang' || outage.kind === 'reset') return { kind: outage.kind };
  const status = outageStatus(outage);
  const retry = outage.kind === 'rate_limited' ? { retryAfter: outage.retry_after ?? 1 } : {};
  return { kind: 'answer', status, ...retry, body: twilioError(outageCode(outage), status) };
}

const firstCallbackMs = 3000;
const bodyCharactersMax = 1600;

function outageStatus(outage: Outage): number {
  return outage.kind === 'rate_limited' ? 429 : (outage.status ?? 500);
}

function outageCode(outage: Outage): number {
  if (outage.kind === 'rate_limited') return 20_429;
  return outage.status === 503 ? 20_503 : 20_500;
}

function invalidCode(form: URLSearchParams): number | null {
  const [to, from, body] = [form.get('To') ?? '', form.get('From') ?? '', form.get('Body') ?? ''];
  if (to === '') return 21_604;
  if (!isAddress(to)) return 21_211;
  if (from === '' && (form.get('MessagingServiceSid') ?? '') === '') return 21_603;
  if (from !== '' && !isSender(from)) return 21_212;
  if (body === '' && !form.has('ContentSid') && !form.has('MediaUrl')) return 21_602;
  if (body.length > bodyCharactersMax) return 21_617;
  const callback = form.get('StatusCallback');
  if (callback !== null && callback !== '' && !/^https?:$/.test(URL.parse(callback)?.protocol ?? '')) return 21_609;
  return specialSenderCode(from);
}

function isAddress(text: string): boolean {
  return /^(whatsapp:)?\+[1-9]\d{6,14}$/.test(text);
}

/** A number, a short code or an alphanumeric sender id. */
function isSender(text: string): boolean {
  return isAddress(text) || /^\d{3,8}$/.test(text) || /^(?=.*[A-Za-z])[A-Za-z0-9 &+_-]{1,11}$/.test(text);
}

async function keep(exchange: Exchange, taken: { call: CreateCall; behaviour: Behaviour }) {
  const { form, accountSid } = taken.call;
  const settings = exchange.settings();
  const sid = newSid('SM');
  const spreadMs = settings.spread_ms === 0 ? 0 : Math.round(fractionOf(sid) * settings.spread_ms);
  const behaviour =
    taken.behaviour.callback_before_response === true ? { sent_after_ms: 0, ...taken.behaviour } : taken.behaviour;
  const delays = {
    sentAfterMs: settings.sent_after_ms + spreadMs,
    deliveredAfterMs: settings.delivered_after_ms + spreadMs,
  };
  const service = form.get('MessagingServiceSid') || null;
  const message: NewMessage = {
    sid,
    account_sid: accountSid,
    direction: 'outbound-api',
    to_number: form.get('To') ?? '',
    from_number: form.get('From') || null,
    messaging_service_sid: service,
    body: form.get('Body') ?? '',
    num_segments: segmentsOf(form.get('Body') ?? ''),
    status: service === null ? 'queued' : 'accepted',
    status_callback: form.get('StatusCallback') || null,
    created_at_ms: exchange.clock.nowMs(),
    plan: planOf(behaviour, delays),
  };
  await exchange.ledger.write(() => {
    exchange.messages.insert(message);
    oweQueued(exchange, message);
  });
  const answered = { ...message, seq: 0, error_code: null, sent_at_ms: null, updated_at_ms: message.created_at_ms };
  return messageJson({ ...answered, plan: null, step: 0, next_due_ms: null });
}

function oweQueued(exchange: Exchange, message: NewMessage): void {
  if (message.status_callback === null || message.plan?.callbacks !== true) return;
  if (!exchange.settings().callback_statuses.includes(message.status)) return;
  exchange.callbacks.insert({
    message_sid: message.sid,
    kind: 'status',
    url: message.status_callback,
    status: message.status,
    error_code: null,
    due_ms: message.created_at_ms,
  });
}
