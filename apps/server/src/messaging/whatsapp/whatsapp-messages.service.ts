import type { whatsappMessages } from '@marquee/api/messaging/whatsapp-messages.contract';
import type { WhatsappTemplate } from '@marquee/api/messaging/whatsapp-templates.contract';
import { fillWhatsappText } from '@marquee/rules/messaging/whatsapp/whatsapp-template';
import { whatsappRefusal, whatsappWindowEnd } from '@marquee/rules/messaging/whatsapp/whatsapp-window';
import type { z } from 'zod';
import type { Implements } from '../../kernel/context.ts';
import type { KeyedHash } from '../../lib/crypto/keyed-hash.ts';
import { standingConsent } from '../contacts/consents.store.ts';
import { contactById, contactByNumber, contactByPhone, type ContactRow } from '../contacts/contacts.store.ts';
import { lastWhatsappAt } from '../inbound/inbound.store.ts';
import { stateOf } from '../sending/send-stop.ts';
import { invalid } from '../senders/sender-account.ts';
import {
  insertWhatsappSend,
  whatsappMessageById,
  whatsappStart,
  whatsappWorkflowIdOf,
  type NewWhatsappSend,
} from './whatsapp-messages.store.ts';
import { whatsappSenderById, type WhatsappSender } from './whatsapp-numbers.store.ts';
import { chooseWhatsappSender } from './whatsapp-sender.ts';
import { whatsappTemplatesNamed } from './whatsapp-templates.store.ts';

type Service = Implements<typeof whatsappMessages>;
type Input = z.output<typeof whatsappMessages.send.input>;
type Sending = Parameters<Service['send']>[1];

/** What sending is judged with. */
export interface WhatsappMessagesDeps {
  /** Keyed by the suppression key. */
  readonly hashPhone: KeyedHash;
  readonly simulatorPermitted: boolean;
}

const lifeMs = 24 * 3_600_000;

/** Single WhatsApp messages. */
export function whatsappMessagesService(deps: WhatsappMessagesDeps): Service {
  return {
    async check({ sender_id, phone_e164: phone }, ctx) {
      const { workspaceId } = ctx.caller;
      const sender = await whatsappSenderById(ctx.db, workspaceId, sender_id);
      if (sender === undefined)
        return ctx.fail('not_found', 'There is no such WhatsApp sender; list senders to see those there are.');
      const contact = await contactByPhone(ctx.db, workspaceId, phone);
      const standing = await standingOf(deps, ctx, { sender, recipient: { phone, contact } });
      const { lastInboundAt } = standing;
      const refusalOf = (kind: 'template' | 'text') => whatsappRefusal({ kind, ...standing, at: ctx.now() });
      return {
        ...{ sender_id, recipient_phone: phone, contact_id: contact?.id ?? null },
        last_inbound_at: lastInboundAt?.toISOString() ?? null,
        window_closes_at: lastInboundAt === null ? null : whatsappWindowEnd(lastInboundAt).toISOString(),
        ...{ text_refusal: refusalOf('text'), template_refusal: refusalOf('template') },
      };
    },

    async send(input, ctx) {
      const { workspaceId } = ctx.caller;
      const { simulatorPermitted } = deps;
      const sender = await chooseWhatsappSender(ctx, { senderId: input.sender_id, simulatorPermitted });
      const recipient = await recipientOf(ctx, input);
      const content = await contentOf(ctx, input, sender);
      await refuseUnwanted(deps, ctx, { kind: input.message_type, sender, recipient });
      const id = ctx.newId();
      const start = whatsappStart({ workspaceId, id });
      const job = { kind: 'messaging.whatsappMessages.send', recordId: id, workflowId: whatsappWorkflowIdOf(id) };
      const jobId = await ctx.job(job);
      await insertWhatsappSend(ctx.db, workspaceId, {
        ...{ id, jobId, senderId: sender.sender_id, kind: input.message_type, simulated: sender.simulated },
        ...{ contactId: recipient.contact?.id ?? null, phone: recipient.phone, ...content },
        expiresAt: new Date(ctx.now().getTime() + lifeMs).toISOString(),
        at: ctx.now().toISOString(),
      });
      await ctx.start(start);
      ctx.audit({ message_id: id });
      const made = await whatsappMessageById(ctx.db, workspaceId, id);
      if (made === undefined) throw new Error('a message vanished within its transaction');
      return made;
    },
  };
}

interface Recipient {
  readonly phone: string;
  readonly contact: ContactRow | undefined;
}

async function recipientOf(ctx: Sending, input: Input): Promise<Recipient> {
  const { contact_id, contact_number, phone_e164 } = input;
  const given = [contact_id, contact_number, phone_e164].filter((each) => each !== undefined);
  if (given.length !== 1) throw invalid('/contact_id', 'Give one of `contact_id`, `contact_number` and `phone_e164`.');
  const { workspaceId } = ctx.caller;
  if (phone_e164 !== undefined)
    return { phone: phone_e164, contact: await contactByPhone(ctx.db, workspaceId, phone_e164) };
  const contact =
    contact_id === undefined
      ? await contactByNumber(ctx.db, workspaceId, contact_number ?? 0)
      : await contactById(ctx.db, workspaceId, contact_id);
  if (contact === undefined)
    return ctx.fail('not_found', 'There is no such contact; list contacts to see those there are.');
  return { phone: contact.phone_e164, contact };
}

async function contentOf(
  ctx: Sending,
  input: Input,
  sender: WhatsappSender,
): Promise<Pick<NewWhatsappSend, 'body' | 'template'>> {
  const { message_type, template_name, text } = input;
  if (message_type === 'text') {
    if (template_name !== undefined) throw invalid('/template_name', 'Free text has no template.');
    if (text === undefined) throw invalid('/text', 'Free text needs `text`.');
    return { body: text.replaceAll('\u0000', ''), template: null };
  }
  if (text !== undefined) throw invalid('/text', 'A template has `template_variables` instead of `text`.');
  if (template_name === undefined) throw invalid('/template_name', 'Name the template.');
  return fill(await templateOf(ctx, { ...input, template_name }, sender), input.template_variables);
}

async function templateOf(
  ctx: Sending,
  { template_name: name, language }: Input & { readonly template_name: string },
  { business_account_id: businessAccountId }: WhatsappSender,
): Promise<WhatsappTemplate> {
  const found = await whatsappTemplatesNamed(ctx.db, ctx.caller.workspaceId, { businessAccountId, name, language });
  const [template, another] = found;
  if (template === undefined)
    return ctx.fail(
      'unprocessable',
      'There is no such template in this language; list templates to see those there are.',
    );
  if (another !== undefined)
    throw invalid(
      '/language',
      `Name the language: the template exists in ${found.map((each) => each.language).join(', ')}.`,
    );
  if (template.status !== 'approved')
    return ctx.fail('unprocessable', `The template is ${template.status}; only an approved one can be sent.`);
  return template;
}

/** Meta refuses a value with a line break, a tab or more than four spaces in a row (132018). */
const unfit = /[\n\r\t]| {5}/;
const bodyMax = 1024;

function fill(
  template: WhatsappTemplate,
  values: Readonly<Record<string, string>>,
): Pick<NewWhatsappSend, 'body' | 'template'> {
  const { header_variable, body_variables, id, name, language, category } = template;
  const known = [...body_variables, ...(header_variable === null ? [] : [header_variable])];
  const given = new Map(Object.entries(values));
  for (const [variable, value] of given) {
    const pointer = `/template_variables/${variable}`;
    if (!known.includes(variable))
      throw invalid(pointer, `The template has no such variable; it has ${known.join(', ') || 'none'}.`);
    if (unfit.test(value)) throw invalid(pointer, 'Leave out line breaks, tabs and more than four spaces in a row.');
  }
  const valueOf = (variable: string): string => {
    const value = given.get(variable);
    if (value === undefined) throw invalid(`/template_variables/${variable}`, 'The template needs this variable.');
    return value;
  };
  const bodyValues = body_variables.map(valueOf);
  const body = fillWhatsappText(template.body_text, bodyValues);
  if (body === null) throw new Error(`template ${id} names other variables than it has`);
  if (Array.from(body).length > bodyMax)
    throw invalid('/template_variables', `With its variables filled in, the text has more than ${bodyMax} characters.`);
  const headerValue = header_variable === null ? null : valueOf(header_variable);
  return { body, template: { id, name, language, category, headerValue, bodyValues } };
}

interface Judged {
  readonly kind: 'template' | 'text';
  readonly sender: WhatsappSender;
  readonly recipient: Recipient;
}

/** Refuses what would be left out at the moment of sending, as far as that is known by now. */
async function refuseUnwanted(deps: WhatsappMessagesDeps, ctx: Sending, judged: Judged): Promise<void> {
  const { kind } = judged;
  switch (whatsappRefusal({ kind, ...(await standingOf(deps, ctx, judged)), at: ctx.now() })) {
    case 'consent_missing':
      return ctx.fail(
        'consent_missing',
        kind === 'template'
          ? 'This person has not opted in, or has asked to stop; record their consent with its evidence first.'
          : 'This person has asked to stop; only their own START or new evidence of consent lifts that.',
      );
    case 'window_closed':
      return ctx.fail(
        'unprocessable',
        'Free text may go within 24 hours of what the person wrote last to this sender; send an approved template instead.',
      );
    case null:
      return;
  }
}

/** What a message to somebody is judged by, as far as it is known now. */
async function standingOf(
  { hashPhone }: WhatsappMessagesDeps,
  { db, caller: { workspaceId } }: Pick<Sending, 'db' | 'caller'>,
  { sender, recipient: { phone, contact } }: Pick<Judged, 'sender' | 'recipient'>,
) {
  const question = { workspaceId, phoneHmac: hashPhone(phone), asked: 'OPT_IN', ...stateOf(contact) } as const;
  const consent = (await standingConsent(db, question))?.state;
  return { consent, lastInboundAt: await lastWhatsappAt(db, workspaceId, { from: phone, to: sender.phone_e164 }) };
}
