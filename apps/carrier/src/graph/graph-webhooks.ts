import { createHmac } from 'node:crypto';
import type { SignedBody } from '../delivery/callback-client.ts';
import type { Exchange } from '../exchange.ts';
import type { CallbackRow } from '../ledger/callbacks.store.ts';
import type { MessageRow } from '../ledger/messages.store.ts';
import type { WhatsappNumber } from '../ledger/whatsapp.store.ts';
import { graphWords } from './graph-errors.ts';

/** What Meta posts about a message, signed by the number's app. */
export function messageNotice(
  exchange: Exchange,
  number: WhatsappNumber,
  { message, callback }: { readonly message: MessageRow; readonly callback: CallbackRow },
): SignedBody {
  const person = message.direction === 'inbound' ? message.from_number : message.to_number;
  const wa_id = (person ?? '').replace(/^\+/, '');
  const metadata = { display_phone_number: number.number.slice(1), phone_number_id: number.phone_number_id };
  const about =
    callback.kind === 'inbound'
      ? { contacts: [{ profile: { name: 'Somebody' }, wa_id }], messages: [inboundOf(message, wa_id)] }
      : { statuses: [statusOf(exchange, { message, callback, wa_id })] };
  const value = { messaging_product: 'whatsapp', metadata, ...about };
  const secret = callback.kind === 'forged' ? 'another secret' : number.app_secret;
  return noticeOf({ id: number.business_account_id, changes: [{ field: 'messages', value }] }, secret);
}

/** What Meta posts when a template has been reviewed; null when the template or its account is gone. */
export function templateNotice(exchange: Exchange, callback: CallbackRow): SignedBody | null {
  const template = exchange.whatsapp.template(callback.message_sid);
  const number = exchange
    .whatsappNumbers()
    .find(({ business_account_id }) => business_account_id === template?.business_account_id);
  if (template === null || number === undefined) return null;
  const { id, name, language, category } = template;
  const value = {
    event: callback.status,
    message_template_id: Number(id),
    message_template_name: name,
    message_template_language: language,
    message_template_category: category,
    reason: template.reason ?? 'NONE',
  };
  const time = Math.floor(callback.due_ms / 1000);
  const entry = { id: number.business_account_id, time, changes: [{ field: 'message_template_status_update', value }] };
  return noticeOf(entry, number.app_secret);
}

function inboundOf({ sid, body, created_at_ms }: MessageRow, from: string): object {
  return { id: sid, from, timestamp: String(Math.floor(created_at_ms / 1000)), type: 'text', text: { body } };
}

interface Told {
  readonly message: MessageRow;
  readonly callback: CallbackRow;
  readonly wa_id: string;
}

function statusOf(exchange: Exchange, { message, callback, wa_id }: Told): object {
  const { error_code: code } = callback;
  const data = exchange.whatsapp.extra(message.sid)?.callback_data ?? null;
  return {
    id: message.sid,
    // Meta has one word for what did not arrive.
    status: callback.status === 'undelivered' ? 'failed' : callback.status,
    timestamp: String(Math.floor(exchange.clock.nowMs() / 1000)),
    recipient_id: wa_id,
    ...(data === null ? {} : { biz_opaque_callback_data: data }),
    ...(code === null ? {} : { errors: [{ code, title: graphWords(code) }] }),
  };
}

/** Source: https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads */
function noticeOf(entry: object, appSecret: string): SignedBody {
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [entry] });
  const signature = createHmac('sha256', appSecret).update(body).digest('hex');
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'facebookplatform/1.0 (carrier-simulator)',
      'x-hub-signature-256': `sha256=${signature}`,
    },
  };
}
