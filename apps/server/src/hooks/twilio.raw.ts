import type { twilio } from '@marquee/api/hooks/twilio.contract';
import type { RawRequest, RawResponse, Refuse } from '@marquee/api/operation';
import type { ConsentKeyword } from '@marquee/rules/messaging/consent/consent-keywords';
import { providerStatusOf } from '@marquee/rules/messaging/sms/message-status';
import type { AsSystem } from '../database/database.ts';
import type { Implements } from '../kernel/context.ts';
import type { KeyedHash } from '../lib/crypto/keyed-hash.ts';
import type { Sealer } from '../lib/crypto/sealed.ts';
import { receiveMessage } from '../messaging/inbound/inbound-receive.service.ts';
import { senderSealContext } from '../messaging/senders/senders.store.ts';
import type { StatusIntake } from '../messaging/messages/status-intake.service.ts';
import { senderMemory, type SenderMemory } from './sender-memory.ts';
import { readCallback, type Callback, type Fields } from './twilio-body.ts';
import { isSigned } from './twilio-signature.ts';
import { countUnknown, type HookSender } from './twilio.store.ts';

/** What callbacks are taken with. */
export interface TwilioHookDeps {
  readonly asSystem: AsSystem;
  readonly sealer: Pick<Sealer, 'open'>;
  readonly hashPhone: KeyedHash;
  readonly intake: StatusIntake;
  /** Where carriers reach this server, without a slash at the end. */
  readonly publicUrl: string;
  readonly now: () => Date;
}

interface HookDeps extends TwilioHookDeps {
  readonly senders: SenderMemory;
}

const inboundPaths = ['/api/v1/hooks/twilio/inbound', '/webhooks/inbound', '/compat/messaging/webhooks/inbound'];
const statusPaths = ['/api/v1/hooks/twilio/status', '/webhooks/status', '/compat/messaging/webhooks/status'];

/** Takes what Twilio calls back. Numbers that are nobody's are answered the same, kept without content and counted. */
export function twilioHooks(outer: TwilioHookDeps): Implements<typeof twilio> {
  const deps: HookDeps = { ...outer, senders: senderMemory(outer) };
  return {
    async inbound(request, ctx) {
      const callback = await readCallback(request, ctx);
      const { fields } = callback;
      const [sid, from, to] = [
        fields['MessageSid'] ?? fields['SmsMessageSid'],
        phoneOf(fields['From']),
        phoneOf(fields['To']),
      ];
      if (sid === undefined || from === null || to === null)
        return ctx.fail('malformed', 'A message needs MessageSid, From and To.');
      const workspaceId = await workspaceOf(deps, ctx, { kind: 'inbound', request, callback, phone: to });
      if (workspaceId === null) return twiml(null);
      const body = fields['Body'] ?? '';
      const optOutType = optOutTypeOf(fields['OptOutType']);
      return twiml(
        await ctx.writeIn(workspaceId, (inside) =>
          receiveMessage(inside, { sid, from, to, body, optOutType }, deps.hashPhone),
        ),
      );
    },

    async status(request, ctx) {
      const callback = await readCallback(request, ctx);
      const { fields } = callback;
      const sid = fields['MessageSid'] ?? fields['SmsSid'];
      const word = fields['MessageStatus'] ?? fields['SmsStatus'];
      if (sid === undefined || word === undefined)
        return ctx.fail('malformed', 'A report needs MessageSid and MessageStatus.');
      const workspaceId = await workspaceOf(deps, ctx, {
        kind: 'status',
        request,
        callback,
        phone: phoneOf(fields['From']),
      });
      const status = providerStatusOf(word);
      if (workspaceId === null || status === null) return received();
      const errorCode = Number(fields['ErrorCode'] ?? '');
      await deps.intake(workspaceId, {
        ...{ sid, status, messageId: request.params.message_id ?? null, at: deps.now().toISOString() },
        errorCode: Number.isInteger(errorCode) && errorCode > 0 ? errorCode : null,
      });
      return received();
    },
  };
}

interface Arrived {
  readonly kind: 'inbound' | 'status';
  readonly request: RawRequest<{ bodySHA256?: string | undefined; message_id?: string | undefined }>;
  readonly callback: Callback;
  /** Our number. */
  readonly phone: string | null;
}

/** The workspace whose sender a callback is about, once its signature has proved it; null when it is nobody's. */
async function workspaceOf(deps: HookDeps, ctx: Refuse<'forbidden'>, arrived: Arrived): Promise<string | null> {
  const callback = { phone: arrived.phone, accountSid: arrived.callback.fields['AccountSid'] ?? null };
  const remembered = deps.senders.remembered(callback);
  if (remembered !== undefined && isSignedFor(deps, arrived, remembered)) return remembered.workspace_id;
  // A token may have changed since it was remembered: only a fresh one refuses.
  const sender = await deps.senders.look(callback);
  if (sender === undefined) {
    const { kind } = arrived;
    await deps.asSystem('count a callback that is nobody’s', (db) =>
      countUnknown(db, { kind, at: deps.now().toISOString() }),
    );
    return null;
  }
  if (!isSignedFor(deps, arrived, sender)) ctx.fail('forbidden', 'X-Twilio-Signature does not fit this request.');
  return sender.workspace_id;
}

function isSignedFor(deps: HookDeps, { kind, request, callback }: Arrived, sender: HookSender): boolean {
  const context = senderSealContext({ workspaceId: sender.workspace_id, senderId: sender.sender_id });
  const authToken = deps.sealer.open(sender.auth_token_sealed, context);
  const { message_id, bodySHA256 } = request.params;
  const signed = {
    signature: request.headers['x-twilio-signature'],
    paths: kind === 'inbound' ? inboundPaths : statusPaths,
    query: { message_id, bodySHA256 },
    body: callback.text,
    form: callback.form,
  };
  return isSigned(signed, { authToken, publicUrl: deps.publicUrl });
}

/** A number without the channel in front of it. */
function phoneOf(address: Fields[string]): string | null {
  const phone = (address ?? '').replace(/^whatsapp:/, '').trim();
  return phone === '' ? null : phone;
}

function optOutTypeOf(word: string | undefined): ConsentKeyword | null {
  const lower = word?.trim().toLowerCase();
  return lower === 'stop' || lower === 'start' || lower === 'help' ? lower : null;
}

function received(): RawResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"status":"received"}' };
}

function twiml(reply: string | null): RawResponse {
  const message = reply === null ? '' : `<Message>${escaped(reply)}</Message>`;
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Response>${message}</Response>`;
  return { status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' }, body };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
