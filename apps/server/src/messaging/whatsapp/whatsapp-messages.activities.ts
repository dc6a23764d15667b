import { messageEvents } from '@marquee/api/messaging/messages.contract';
import type { WhatsappMessageActivities } from '@marquee/workflows';
import type { Db } from '../../database/database.ts';
import type { SendOutcome } from '../../gateways/twilio.ts';
import type { WhatsappContent } from '../../gateways/whatsapp.ts';
import { updateJob, type JobChange } from '../../kernel/jobs/jobs.store.ts';
import { insertEvent } from '../../kernel/outbox/outbox.store.ts';
import { settlePaces } from '../sending/send-pace.store.ts';
import { recordCalls } from '../sending/send-record.ts';
import { beginWhatsappCall, type WhatsappCall } from './whatsapp-calling.ts';
import type { WhatsappDeps } from './whatsapp-deps.ts';
import {
  endWhatsappSend,
  failUnauthorised,
  holdUnconfirmed,
  markUnconfirmed,
  whatsappSend,
  type WhatsappSendRow,
} from './whatsapp-messages.store.ts';
import { platformOf } from './whatsapp-sender.ts';

/** How often a message without an answer is looked at: a report moves its row, and nothing else tells. */
const lookMs = 10_000;

interface Ref {
  readonly workspaceId: string;
  readonly messageId: string;
}

/** Sends single WhatsApp messages. The call stands between two short transactions, never in one. */
export function whatsappMessageActivities(deps: WhatsappDeps): WhatsappMessageActivities {
  return {
    async attemptWhatsappMessage(ref) {
      const { workspaceId, messageId } = ref;
      const begun = await deps.asWorkspace(workspaceId, async (db) => {
        const row = await whatsappSend(db, workspaceId, messageId);
        if (row?.ended_at !== null) return { againInMs: null };
        if (row.status !== 'planned') return { againInMs: await follow(deps, db, { workspaceId, row }) };
        const step = await beginWhatsappCall(deps, db, { workspaceId, row });
        if (step.kind === 'call') return step;
        if (step.kind === 'wait') return { againInMs: step.ms };
        return { againInMs: await end(deps, db, { workspaceId, messageId }) };
      });
      if ('againInMs' in begun) return tell(deps, begun.againInMs);
      const outcome = await platformOf(deps, begun.sender).send({
        ...{ to: begun.row.phone_e164, messageId, content: contentOf(begun.row) },
      });
      return tell(deps, await deps.asWorkspace(workspaceId, (db) => record(deps, db, { ref, call: begun, outcome })));
    },
  };
}

/** Every step may have promised events. */
function tell({ wake }: WhatsappDeps, againInMs: number | null): number | null {
  wake?.();
  return againInMs;
}

interface Following {
  readonly workspaceId: string;
  readonly row: WhatsappSendRow;
}

/** What to do about a message that has been called, or has moved without us. */
async function follow(deps: WhatsappDeps, db: Db, { workspaceId, row }: Following): Promise<number | null> {
  const now = deps.now();
  const at = now.toISOString();
  if (row.status === 'calling') {
    // The attempt that called is gone, and with it the answer: the message is never called again.
    const until = new Date(Date.parse(row.called_at ?? at) + deps.silenceMs).toISOString();
    await markUnconfirmed(db, workspaceId, { id: row.id, until, at });
    return lookMs;
  }
  if (row.status === 'unconfirmed') {
    if (!(await holdUnconfirmed(db, workspaceId, { id: row.id, at })))
      return Math.max(1, Math.min(lookMs, Date.parse(row.not_before ?? at) - now.getTime()));
  }
  return await end(deps, db, { workspaceId, messageId: row.id });
}

function contentOf(row: WhatsappSendRow): WhatsappContent {
  if (row.template_name === null) return { kind: 'text', text: row.body };
  const { template_name: name, language, header_value: headerValue, body_values: bodyValues } = row;
  return { kind: 'template', name, language: language ?? 'en', headerValue, bodyValues };
}

interface Made {
  readonly ref: Ref;
  readonly call: WhatsappCall;
  readonly outcome: SendOutcome;
}

/** Writes down what became of the call, and answers when to look again. */
async function record(deps: WhatsappDeps, db: Db, { ref, call, outcome }: Made): Promise<number | null> {
  const { workspaceId, messageId } = ref;
  const now = deps.now();
  const at = now.toISOString();
  await settlePaces(db, workspaceId, { ...call.grant, atMs: now.getTime() });
  if (outcome.kind === 'unauthorised') {
    deps.log.warn({ message_id: messageId, sender_id: call.sender.sender_id }, 'Meta refuses the access token');
    await failUnauthorised(db, workspaceId, { id: messageId, at });
    return await end(deps, db, ref);
  }
  const { contact_id, phone_e164: to, body } = call.row;
  const made = [{ call: { messageId, contactId: contact_id ?? '', to, body }, outcome }];
  await recordCalls({ ...deps, settleMs: deps.silenceMs }, db, { workspaceId, made });
  if (outcome.kind === 'not_accepted') return outcome.retryAfterMs;
  if (outcome.kind === 'unknown') return lookMs;
  return await end(deps, db, ref);
}

const handedOver: ReadonlySet<string> = new Set(['accepted', 'queued', 'sending', 'sent', 'delivered', 'read']);

/** Ends the message's work: its job, and the news of it. */
async function end(deps: WhatsappDeps, db: Db, { workspaceId, messageId }: Ref): Promise<null> {
  const at = deps.now().toISOString();
  if (!(await endWhatsappSend(db, workspaceId, { id: messageId, at }))) return null;
  const row = await whatsappSend(db, workspaceId, messageId);
  if (row === undefined) return null;
  if (row.job_id !== null) await updateJob(db, workspaceId, row.job_id, jobChangeOf(row));
  const { name, scope } = messageEvents.changed;
  const data = { campaign_id: null, counts: { [row.status]: 1 } };
  await insertEvent(db, { id: deps.newId(), workspaceId, name, scope, data, at, requestId: null });
  return null;
}

function jobChangeOf({ id, status, reason }: WhatsappSendRow): JobChange {
  const result = { message_id: id, status };
  if (handedOver.has(status)) return { status: 'succeeded', result };
  if (status === 'canceled') return { status: 'cancelled', result };
  return {
    status: 'failed',
    result,
    error: { code: 'unprocessable', detail: `The message is ${status}: ${reason ?? 'no reason is known'}.` },
  };
}
