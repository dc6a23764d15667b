import { errorMessage } from '../behaviour/error-codes.ts';
import type { MessageRow } from '../ledger/messages.store.ts';

/** A message as Twilio's API writes it. */
export function messageJson(message: MessageRow) {
  const uri = `/2010-04-01/Accounts/${message.account_sid}/Messages/${message.sid}`;
  return {
    account_sid: message.account_sid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: rfc2822(message.created_at_ms),
    date_sent: message.sent_at_ms === null ? null : rfc2822(message.sent_at_ms),
    date_updated: rfc2822(message.updated_at_ms),
    direction: message.direction,
    error_code: message.error_code,
    error_message: message.error_code === null ? null : errorMessage(message.error_code),
    from: message.from_number,
    messaging_service_sid: message.messaging_service_sid,
    num_media: '0',
    num_segments: String(message.num_segments),
    price: null,
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to_number,
    uri: `${uri}.json`,
  };
}

/** One page of a list, and whether another follows. */
export interface MessagesPage {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly page: number;
  readonly pageSize: number;
  readonly messages: readonly MessageRow[];
  readonly hasNext: boolean;
}

/** A list of messages as Twilio's API writes it. */
export function pageJson(list: MessagesPage) {
  const uriOf = (changes: Readonly<Record<string, string>>) => {
    const query = new URLSearchParams(list.query);
    for (const name of ['Page', 'PageToken', 'PageSize']) query.delete(name);
    for (const [name, value] of Object.entries({ PageSize: String(list.pageSize), ...changes })) query.set(name, value);
    return `${list.path}?${query}`;
  };
  const start = list.page * list.pageSize;
  const next = { Page: String(list.page + 1), PageToken: `PA${list.messages.at(-1)?.seq ?? 0}` };
  return {
    end: start + Math.max(0, list.messages.length - 1),
    first_page_uri: uriOf({ Page: '0' }),
    next_page_uri: list.hasNext ? uriOf(next) : null,
    page: list.page,
    page_size: list.pageSize,
    previous_page_uri: list.page === 0 ? null : uriOf({ Page: String(list.page - 1) }),
    start,
    uri: uriOf({ Page: String(list.page) }),
    messages: list.messages.map(messageJson),
  };
}

function rfc2822(atMs: number): string {
  return new Date(atMs).toUTCString().replace('GMT', '+0000');
}
