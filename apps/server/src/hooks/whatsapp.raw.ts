import type { whatsapp } from '@marquee/api/hooks/whatsapp.contract';
import type { RawResponse } from '@marquee/api/operation';
import { whatsappTemplateEvents } from '@marquee/api/messaging/whatsapp-templates.contract';
import { providerStatusOf } from '@marquee/rules/messaging/sms/message-status';
import { whatsappPhoneForms } from '@marquee/rules/messaging/whatsapp/whatsapp-phone';
import { whatsappTemplateStatusOf } from '@marquee/rules/messaging/whatsapp/whatsapp-template-status';
import type { AsSystem } from '../database/database.ts';
import type { Implements, Outside } from '../kernel/context.ts';
import { sha256 } from '../lib/crypto/crypto.ts';
import type { KeyedHash } from '../lib/crypto/keyed-hash.ts';
import type { Sealer } from '../lib/crypto/sealed.ts';
import { firstKnownPhone } from '../messaging/contacts/contacts.store.ts';
import { receiveMessage } from '../messaging/inbound/inbound-receive.service.ts';
import type { StatusIntake } from '../messaging/messages/status-intake.service.ts';
import { confirmByWhatsapp } from '../messaging/whatsapp/whatsapp-reply.service.ts';
import { appSecretContext, hasVerifyToken, type WhatsappSender } from '../messaging/whatsapp/whatsapp-numbers.store.ts';
import { changeWhatsappTemplate } from '../messaging/whatsapp/whatsapp-templates.store.ts';
import { bytesOf } from './raw-body.ts';
import { countUnknown } from './twilio.store.ts';
import {
  noticesIn,
  type Notice,
  type NoticedMessage,
  type NoticedStatus,
  type NoticedTemplate,
} from './whatsapp-notice.ts';
import { senderLookup } from './whatsapp-senders.ts';
import { isSignedByApp } from './whatsapp-signature.ts';

/** What Meta's webhooks are taken with. */
export interface WhatsappHookDeps {
  readonly asSystem: AsSystem;
  readonly sealer: Pick<Sealer, 'open'>;
  readonly hashPhone: KeyedHash;
  readonly intake: StatusIntake;
  readonly now: () => Date;
}

/** Meta sends at most 3 MB at once. */
const bytesMax = 3 * 1024 * 1024;

/** Takes what Meta calls back. News about numbers that are nobody's are answered the same, kept without content and counted. */
export function whatsappHooks(deps: WhatsappHookDeps): Implements<typeof whatsapp> {
  return {
    async verify({ params }, ctx) {
      const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = params;
      if (mode !== 'subscribe' || token === undefined || challenge === undefined)
        return ctx.fail('malformed', 'A verification has hub.mode=subscribe, hub.verify_token and hub.challenge.');
      // Found by its digest: how long that takes says nothing about how much of a guess is right.
      const isOurs = await deps.asSystem('verify a webhook', (db) => hasVerifyToken(db, sha256(token)));
      if (!isOurs) {
        ctx.log.warn('a WhatsApp webhook was verified with a token that no sender has');
        ctx.fail('forbidden', 'No sender has this verify token; enter the one that you put with the sender.');
      }
      return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: challenge };
    },

    async receive(request, ctx) {
      const body = await bytesOf(request.body, { max: bytesMax, ctx });
      const notices = noticesIn(body.toString('utf8'));
      if (notices === null) return ctx.fail('malformed', 'The body is no notice of a WhatsApp Business Account.');
      const proved = provedFor(deps, body, request.headers['x-hub-signature-256']);
      const found = await senderLookup(deps, notices);
      const taken = notices.map((notice) => {
        const known = found(notice);
        // An account may be named by others than its owner: those whose app has not signed have no say, and stop nobody.
        const senders = known.filter(proved);
        return { notice, senders, isForged: known.length > 0 && senders.length === 0 };
      });
      if (taken.some(({ isForged }) => isForged)) {
        ctx.log.warn({ notices: notices.length }, 'a WhatsApp webhook was not signed by its sender’s app');
        ctx.fail('forbidden', 'X-Hub-Signature-256 does not fit this request.');
      }
      const nobodys = taken.filter(({ senders }) => senders.length === 0).length;
      if (nobodys > 0) await countNobodys(deps, nobodys);
      const [messages, others] = [taken.filter(isMessage), taken.filter((each) => !isMessage(each))];
      // What a person wrote one after the other is taken so: a START that follows a STOP must not overtake it.
      for (const each of messages.toSorted((a, b) => momentOf(a) - momentOf(b))) await take(deps, ctx, each);
      await Promise.all(others.map((each) => take(deps, ctx, each)));
      return received();
    },
  };
}

/** Whether the body is signed for a sender; each app's secret is tried once. */
function provedFor(
  { sealer }: WhatsappHookDeps,
  body: Uint8Array,
  signature: string | undefined,
): (sender: WhatsappSender) => boolean {
  const known = new Map<string, boolean>();
  return ({ workspace_id: workspaceId, sender_id: senderId, app_secret_sealed: sealed }) => {
    const isProved =
      known.get(sealed) ??
      isSignedByApp(body, signature, sealer.open(sealed, appSecretContext({ workspaceId, senderId })));
    known.set(sealed, isProved);
    return isProved;
  };
}

interface Taken<N extends Notice = Notice> {
  readonly notice: N;
  readonly senders: readonly WhatsappSender[];
}

function isMessage({ notice }: Taken): boolean {
  return notice.kind === 'message';
}

function momentOf({ notice }: Taken): number {
  return notice.kind === 'message' ? notice.at.getTime() : 0;
}

async function take(deps: WhatsappHookDeps, ctx: Outside, { notice, senders }: Taken): Promise<void> {
  const [sender] = senders;
  if (sender === undefined) return;
  switch (notice.kind) {
    case 'message':
      return await takeMessage(deps, ctx, { notice, sender });
    case 'status':
      return await takeStatus(deps, { notice, sender });
    case 'template':
      return await takeTemplate(ctx, { notice, senders });
  }
}

async function countNobodys({ asSystem, now }: WhatsappHookDeps, count: number): Promise<void> {
  const at = now().toISOString();
  await asSystem('count callbacks that are nobody’s', (db) => countUnknown(db, { kind: 'whatsapp', at, count }));
}

async function takeMessage(
  { hashPhone, now }: WhatsappHookDeps,
  ctx: Outside,
  { notice, sender }: { readonly notice: NoticedMessage; readonly sender: WhatsappSender },
): Promise<void> {
  // Meta repeats for days what failed: what counts is when it was said.
  const keptAt = new Date(Math.min(notice.at.getTime(), now().getTime()));
  const { id: sid, body } = notice;
  const { workspace_id: workspaceId, phone_e164: to } = sender;
  await ctx.writeIn(workspaceId, async (inside) => {
    const forms = whatsappPhoneForms(notice.from);
    const from = (await firstKnownPhone(inside.db, workspaceId, [notice.from, ...forms])) ?? forms[0];
    const message = { sid, channel: 'whatsapp' as const, from, to, body, optOutType: null, keptAt };
    const reply = await receiveMessage(inside, message, hashPhone);
    if (reply !== null) await confirmByWhatsapp(inside, { sender, to: from, text: reply, askedAt: keptAt });
  });
}

async function takeStatus(
  { intake, now }: WhatsappHookDeps,
  { notice, sender }: { readonly notice: NoticedStatus; readonly sender: WhatsappSender },
): Promise<void> {
  const status = providerStatusOf(notice.status);
  if (status === null) return;
  const { id: sid, messageId, errorCode } = notice;
  await intake(sender.workspace_id, { sid, messageId, status, errorCode, at: now().toISOString() });
}

/** An account's numbers may serve several workspaces; each has its own record of the template. */
async function takeTemplate(ctx: Outside, { notice, senders }: Taken<NoticedTemplate>): Promise<void> {
  const status = whatsappTemplateStatusOf(notice.event);
  if (status === null) return;
  const { businessAccountId, name, language, reason, id: providerId } = notice;
  for (const workspaceId of new Set(senders.map(({ workspace_id }) => workspace_id))) {
    await ctx.writeIn(workspaceId, async (inside) => {
      const at = new Date(Math.min(notice.at.getTime(), inside.now().getTime())).toISOString();
      const news = { businessAccountId, name, language, status, reason, providerId, at };
      const changed = await changeWhatsappTemplate(inside.db, workspaceId, news);
      if (changed !== undefined) await inside.emit(whatsappTemplateEvents.changed, { template_id: changed, status });
    });
  }
}

function received(): RawResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"status":"received"}' };
}
