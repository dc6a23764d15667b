import type { Exchange } from '../exchange.ts';
import type { CallbackRow } from '../ledger/callbacks.store.ts';
import type { MessageRow } from '../ledger/messages.store.ts';
import { messageNotice, templateNotice } from '../graph/graph-webhooks.ts';
import type { CallbackAnswer, CallbackClient, SignedBody } from './callback-client.ts';
import { answerInbound, optOutType } from './inbound.ts';
import { twilioSignature } from './signature.ts';

/** Makes the owed webhook calls, a few at a time. */
export interface CallbackSender {
  /** Starts what is due and fits. */
  readonly sendDue: () => void;
  /** Resolves once a callback of the message has been tried, or after the time. */
  readonly firstAttempt: (messageSid: string, timeoutMs: number) => Promise<void>;
  /** Starts nothing more; resolves when nothing is under way. */
  readonly close: () => Promise<void>;
}

/** A sender that keeps at most `connections` calls under way. */
export function callbackSender(exchange: Exchange, client: CallbackClient, connections: number): CallbackSender {
  const underWay = new Map<number, Promise<void>>();
  const watchers = new Map<string, () => void>();
  let isClosed = false;
  let queue: CallbackRow[] = [];
  const sendDue = () => {
    if (isClosed) return;
    if (queue.length === 0) {
      const due = exchange.callbacks.due(exchange.clock.nowMs(), underWay.size + batchMax);
      queue = due.filter((row) => !underWay.has(row.id)).reverse();
    }
    while (underWay.size < connections) {
      const callback = queue.pop();
      if (callback === undefined) return;
      underWay.set(callback.id, send(callback));
    }
  };
  const send = async (callback: CallbackRow) => {
    try {
      await attempt(exchange, client, callback);
    } finally {
      underWay.delete(callback.id);
      watchers.get(callback.message_sid)?.();
      if (queue.length > 0) sendDue();
    }
  };
  return {
    sendDue,
    firstAttempt: (messageSid, timeoutMs) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          watchers.delete(messageSid);
          resolve();
        };
        const timer = setTimeout(done, timeoutMs);
        watchers.set(messageSid, done);
      }),
    close: async () => {
      isClosed = true;
      await Promise.allSettled(underWay.values());
    },
  };
}

/** Read ahead, so that the ledger is asked once for many callbacks. */
const batchMax = 256;
const backoffMsMax = 15_000;

async function attempt(exchange: Exchange, client: CallbackClient, callback: CallbackRow): Promise<void> {
  const message = callback.kind === 'template' ? null : exchange.messages.get(callback.message_sid);
  const signed = message === null ? templateNotice(exchange, callback) : signedFor(exchange, message, callback);
  if (signed === null) {
    await exchange.ledger.write(() =>
      exchange.callbacks.finish(callback.id, 'abandoned', { status: null, nowMs: exchange.clock.nowMs() }),
    );
    return;
  }
  // A receiver that is away is not an error of ours: it becomes the reason to try again.
  const answer = await client.post(callback.url, signed).catch(() => null);
  await exchange.ledger.write(() => settle(exchange, { callback, message, answer }));
}

function signedFor(exchange: Exchange, message: MessageRow, callback: CallbackRow): SignedBody {
  const number = exchange.whatsappNumber(message.account_sid);
  if (number !== null) return messageNotice(exchange, number, { message, callback });
  const parameters =
    callback.kind === 'inbound' ? inboundParameters(message, exchange) : statusParameters(message, callback);
  const token = callback.kind === 'forged' ? 'another token' : (exchange.tokenOf(message.account_sid) ?? '');
  return {
    body: new URLSearchParams(parameters).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'user-agent': 'TwilioProxy/1.1 (carrier-simulator)',
      'x-twilio-signature': twilioSignature(token, callback.url, parameters),
    },
  };
}

function settle(
  exchange: Exchange,
  tried: { callback: CallbackRow; message: MessageRow | null; answer: CallbackAnswer | null },
): void {
  const { callback, message, answer } = tried;
  const settings = exchange.settings();
  const status = answer?.status ?? null;
  const nowMs = exchange.clock.nowMs();
  if (answer !== null && answer.status < 300) {
    exchange.callbacks.finish(callback.id, 'done', { status, nowMs });
    const isTwilio = message !== null && exchange.whatsappNumber(message.account_sid) === null;
    if (callback.kind === 'inbound' && isTwilio) answerInbound(exchange, message, answer.body);
    return;
  }
  if (answer !== null && answer.status < 500 && answer.status !== 429) {
    exchange.callbacks.finish(callback.id, 'refused', { status, nowMs });
  } else if (callback.attempts + 1 >= settings.callback_attempts) {
    exchange.callbacks.finish(callback.id, 'abandoned', { status, nowMs });
  } else {
    const pauseMs = Math.min(settings.callback_backoff_ms * 2 ** callback.attempts, backoffMsMax);
    exchange.callbacks.postpone(callback.id, status, nowMs + pauseMs);
  }
}

function statusParameters(message: MessageRow, callback: CallbackRow): Record<string, string> {
  return {
    AccountSid: message.account_sid,
    ApiVersion: '2010-04-01',
    MessageSid: message.sid,
    MessageStatus: callback.status,
    SmsSid: message.sid,
    SmsStatus: callback.status,
    To: message.to_number,
    ...(message.from_number === null ? {} : { From: message.from_number }),
    ...(message.messaging_service_sid === null ? {} : { MessagingServiceSid: message.messaging_service_sid }),
    ...(callback.error_code === null ? {} : { ErrorCode: String(callback.error_code) }),
  };
}

function inboundParameters(message: MessageRow, exchange: Exchange): Record<string, string> {
  const type = exchange.settings().opt_out_handling ? optOutType(message.body) : null;
  return {
    AccountSid: message.account_sid,
    ApiVersion: '2010-04-01',
    Body: message.body,
    From: message.from_number ?? '',
    MessageSid: message.sid,
    NumMedia: '0',
    NumSegments: String(message.num_segments),
    SmsMessageSid: message.sid,
    SmsSid: message.sid,
    SmsStatus: 'received',
    To: message.to_number,
    ...(type === null ? {} : { OptOutType: type }),
  };
}
