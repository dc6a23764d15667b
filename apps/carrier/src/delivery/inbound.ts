import { planOf } from '../behaviour/behaviour.ts';
import { segmentsOf } from '../behaviour/segments.ts';
import type { Exchange } from '../exchange.ts';
import type { MessageRow, NewMessage } from '../ledger/messages.store.ts';
import type { WhatsappNumber } from '../ledger/whatsapp.store.ts';
import { newSid, newWamid } from '../lib/ids.ts';

/** A message that a person sends to a sender. */
export interface InboundMessage {
  readonly accountSid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
}

/**
 * Takes a person's message into the ledger and owes its webhook, when the sender has an address for it. Call it
 * inside `ledger.write`.
 *
 * @returns the message's sid, and whether a webhook follows
 */
export function receive(exchange: Exchange, inbound: InboundMessage): { sid: string; webhook: boolean } {
  const nowMs = exchange.clock.nowMs();
  const number = exchange.whatsappNumber(inbound.accountSid);
  if (number !== null) return receiveWhatsapp(exchange, inbound, number);
  const sid = newSid('SM');
  exchange.messages.insert({ ...messageOf(inbound, nowMs), sid, direction: 'inbound', status: 'received', plan: null });
  if (exchange.settings().opt_out_handling) obeyKeyword(exchange, inbound);
  const url = exchange.configuration.sender(inbound.to)?.inbound_url ?? exchange.settings().inbound_url;
  if (url === null) return { sid, webhook: false };
  exchange.callbacks.insert({
    message_sid: sid,
    kind: 'inbound',
    url,
    status: 'received',
    error_code: null,
    due_ms: nowMs,
  });
  return { sid, webhook: true };
}

/** The same for a WhatsApp number; `agoMs` for what reached Meta some time ago. Call it inside `ledger.write`. */
export function receiveWhatsapp(
  exchange: Exchange,
  inbound: InboundMessage & { readonly agoMs?: number; readonly copies?: number },
  { webhook_url: url }: Pick<WhatsappNumber, 'webhook_url'>,
): { sid: string; webhook: boolean } {
  const nowMs = exchange.clock.nowMs();
  const sid = newWamid();
  const kept = messageOf(inbound, nowMs - (inbound.agoMs ?? 0));
  exchange.messages.insert({ ...kept, sid, direction: 'inbound', status: 'received', plan: null });
  if (url === null) return { sid, webhook: false };
  const owed = { message_sid: sid, kind: 'inbound', url, status: 'received', error_code: null, due_ms: nowMs } as const;
  for (let copy = 0; copy < (inbound.copies ?? 1); copy += 1) exchange.callbacks.insert(owed);
  return { sid, webhook: true };
}

/** Sends what a webhook's TwiML answer says, if anything. Call it inside `ledger.write`. */
export function answerInbound(exchange: Exchange, inbound: MessageRow, twiml: string): void {
  const settings = exchange.settings();
  const delays = { sentAfterMs: settings.sent_after_ms, deliveredAfterMs: settings.delivered_after_ms };
  for (const body of twimlMessages(twiml)) {
    const reply = { accountSid: inbound.account_sid, from: inbound.to_number, to: inbound.from_number ?? '', body };
    const message = messageOf(reply, exchange.clock.nowMs());
    exchange.messages.insert({
      ...message,
      sid: newSid('SM'),
      direction: 'outbound-reply',
      status: 'queued',
      plan: planOf({}, delays),
    });
  }
}

/** Twilio's `OptOutType` for a keyword, or null. */
export function optOutType(body: string): 'STOP' | 'START' | 'HELP' | null {
  const word = body.trim().toUpperCase();
  if (['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'].includes(word)) return 'STOP';
  if (['START', 'YES', 'UNSTOP'].includes(word)) return 'START';
  return ['HELP', 'INFO'].includes(word) ? 'HELP' : null;
}

/** The texts of a TwiML answer's `<Message>` elements, with or without `<Body>` inside. */
export function twimlMessages(twiml: string): readonly string[] {
  return Array.from(twiml.matchAll(/<Message(?:\s[^>]*)?>([\s\S]*?)<\/Message>/g), (match) => {
    const inside = match[1] ?? '';
    return unescapeXml(/<Body>([\s\S]*?)<\/Body>/.exec(inside)?.[1] ?? inside.replace(/<[^>]*>/g, '')).trim();
  }).filter((body) => body !== '');
}

function messageOf(message: InboundMessage, nowMs: number): Omit<NewMessage, 'sid' | 'direction' | 'status' | 'plan'> {
  return {
    account_sid: message.accountSid,
    to_number: message.to,
    from_number: message.from,
    messaging_service_sid: null,
    body: message.body,
    num_segments: segmentsOf(message.body),
    status_callback: null,
    created_at_ms: nowMs,
  };
}

function obeyKeyword(exchange: Exchange, inbound: InboundMessage): void {
  const type = optOutType(inbound.body);
  if (type === 'STOP') exchange.configuration.optOut(inbound.to, inbound.from);
  if (type === 'START') exchange.configuration.optIn(inbound.to, inbound.from);
}

function unescapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(#\d+|#x[0-9a-f]+|lt|gt|quot|apos|amp);/gi, (_, entity: string) => {
    if (!entity.startsWith('#')) return entities[entity.toLowerCase()] ?? '';
    const isHex = entity[1]?.toLowerCase() === 'x';
    return String.fromCodePoint(Number.parseInt(entity.slice(isHex ? 2 : 1), isHex ? 16 : 10) % 0x110000);
  });
}
