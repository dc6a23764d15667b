import { setTimeout as pause } from 'node:timers/promises';
import { planOf, type Behaviour, type Outage } from '../behaviour/behaviour.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Exchange } from '../exchange.ts';
import type { CreateOutcome } from '../http/create-message.ts';
import type { WhatsappNumber } from '../ledger/whatsapp.store.ts';
import { fractionOf, newWamid } from '../lib/ids.ts';
import { graphRefusal, refusesCall } from './graph-errors.ts';
import { variablesOf, type TemplateComponent } from './graph-templates.ts';

/** Body of a message, as far as it may be trusted: nothing of it is sure. */
export interface WhatsappBody {
  readonly messaging_product?: unknown;
  readonly to?: unknown;
  readonly type?: unknown;
  readonly biz_opaque_callback_data?: unknown;
  readonly text?: { readonly body?: unknown };
  readonly template?: {
    readonly name?: unknown;
    readonly language?: { readonly code?: unknown };
    readonly components?: readonly {
      readonly type?: unknown;
      readonly parameters?: readonly { readonly text?: unknown }[];
    }[];
  };
}

/** A call that has been authenticated. */
export interface WhatsappCall {
  readonly number: WhatsappNumber;
  readonly body: WhatsappBody;
}

const windowMs = 24 * 3_600_000;
const firstCallbackMs = 3000;

/** Takes a message: refuses it, or has it in the ledger before it answers. */
export async function createWhatsapp(
  exchange: Exchange,
  delivery: Delivery,
  call: WhatsappCall,
): Promise<CreateOutcome> {
  const { number, body } = call;
  const to = `+${typeof body.to === 'string' ? body.to.replaceAll(/\D/g, '') : ''}`;
  const refuse = async (code: number, details?: string): Promise<CreateOutcome> => {
    const refusal = graphRefusal(code, details);
    const row = { atMs: exchange.clock.nowMs(), accountSid: number.phone_number_id, to, from: number.number };
    await exchange.ledger.write(() =>
      exchange.configuration.insertRefusal({ ...row, httpStatus: refusal.status, code }),
    );
    return { kind: 'answer', ...refusal };
  };
  if (body.messaging_product !== 'whatsapp' || !/^\+[1-9]\d{6,14}$/.test(to)) return refuse(100);
  const read = textOf(exchange, call);
  if ('code' in read) return refuse(read.code, read.details);
  const behaviour = exchange.behaviourFor({ to, from: number.number });
  const { outage, error_code: code } = behaviour;
  if (outage !== undefined && outage.accepted !== true) {
    await refuse(outage.kind === 'rate_limited' ? 130_429 : (outage.status ?? 500));
    return outcomeOf(outage);
  }
  if (code !== undefined && refusesCall(code)) return refuse(code);
  const isLate = body.type === 'text' && !isOpen(exchange, to, number);
  const sid = await keep(exchange, call, {
    to,
    text: read.text,
    behaviour: isLate ? { ...behaviour, error_code: 131_047 } : behaviour,
  });
  if (outage !== undefined) return outcomeOf(outage);
  if (behaviour.callback_before_response === true) await delivery.firstAttempt(sid, firstCallbackMs);
  const delayMs = behaviour.response_delay_ms ?? exchange.settings().response_delay_ms;
  if (delayMs > 0) await pause(delayMs);
  const contacts = [{ input: to, wa_id: to.slice(1) }];
  const messages = [{ id: sid, message_status: 'accepted' }];
  return { kind: 'answer', status: 200, body: { messaging_product: 'whatsapp', contacts, messages } };
}

/** How an outage ends a call of the Graph API. */
export function outcomeOf(outage: Outage): CreateOutcome {
  if (outage.kind === 'hang' || outage.kind === 'reset') return { kind: outage.kind };
  if (outage.kind === 'rate_limited')
    return { kind: 'answer', ...graphRefusal(130_429), retryAfter: outage.retry_after ?? 1 };
  return { kind: 'answer', status: outage.status ?? 500, body: graphRefusal(1).body };
}

/** Meta takes free text at any time, and reports later that it was too late. */
function isOpen(exchange: Exchange, person: string, { phone_number_id }: WhatsappNumber): boolean {
  const lastMs = exchange.whatsapp.lastInboundMs(person, phone_number_id);
  return lastMs !== null && exchange.clock.nowMs() - lastMs < windowMs;
}

type Read = { readonly text: string } | { readonly code: number; readonly details?: string };

/** What the message says, or why it says nothing. */
function textOf(exchange: Exchange, { number, body }: WhatsappCall): Read {
  if (body.type === 'text') {
    const text = body.text?.body;
    return typeof text === 'string' && text.length >= 1 && text.length <= 4096 ? { text } : { code: 100 };
  }
  const { template } = body;
  const [name, language] = [template?.name, template?.language?.code];
  if (body.type !== 'template' || typeof name !== 'string' || typeof language !== 'string') return { code: 100 };
  const kept = exchange.whatsapp.templateNamed(number.business_account_id, name, language);
  if (kept === null) return { code: 132_001, details: `template name (${name}) does not exist in ${language}` };
  if (kept.status !== 'APPROVED') return { code: { PAUSED: 132_015, DISABLED: 132_016 }[kept.status] ?? 132_001 };
  const parts = JSON.parse(kept.components) as readonly TemplateComponent[]; // written by createTemplate
  let text = '';
  for (const part of parts) {
    const given = template?.components?.find(({ type }) => String(type).toUpperCase() === part.type)?.parameters ?? [];
    if (given.length !== variablesOf(part)) return { code: 132_000 };
    const valueOf = (n: string) => {
      const value = given[Number(n) - 1]?.text;
      return typeof value === 'string' ? value : '';
    };
    const filled = (part.text ?? '').replaceAll(/\{\{(\d+)\}\}/g, (_all, n: string) => valueOf(n));
    if (part.type === 'BODY') text = filled;
  }
  return { text };
}

interface Taken {
  readonly to: string;
  readonly text: string;
  readonly behaviour: Behaviour;
}

async function keep(exchange: Exchange, { number, body }: WhatsappCall, taken: Taken): Promise<string> {
  const { to, text } = taken;
  const settings = exchange.settings();
  const sid = newWamid();
  const spreadMs = settings.spread_ms === 0 ? 0 : Math.round(fractionOf(sid) * settings.spread_ms);
  const early = taken.behaviour.callback_before_response === true ? { sent_after_ms: 0 } : {};
  const ends = taken.behaviour.error_code === undefined ? {} : { final_status: 'failed' as const };
  const plan = planOf(
    { ...early, ...ends, ...taken.behaviour },
    { sentAfterMs: settings.sent_after_ms + spreadMs, deliveredAfterMs: settings.delivered_after_ms + spreadMs },
  );
  const data = body.biz_opaque_callback_data;
  await exchange.ledger.write(() => {
    exchange.messages.insert({
      ...{ sid, account_sid: number.phone_number_id, direction: 'outbound-api', to_number: to },
      ...{ from_number: number.number, messaging_service_sid: null, body: text, num_segments: 1, status: 'accepted' },
      ...{ status_callback: number.webhook_url, created_at_ms: exchange.clock.nowMs(), plan },
    });
    exchange.whatsapp.insertExtra({ sid, callback_data: typeof data === 'string' ? data : null });
  });
  return sid;
}
