import { decideConsent } from '@marquee/rules/messaging/consent/consent';
import { isPossiblePhoneNumber } from 'libphonenumber-js/max';
import { contactsEvents, type contacts } from '@marquee/api/messaging/contacts.contract';
import type { Implements, Inside } from '../../kernel/context.ts';
import { listPage } from '../../kernel/paging/page.ts';
import type { KeyedHash } from '../../lib/crypto/keyed-hash.ts';
import { actorOf } from '../actor.ts';
import { consentsPage, countConsents, recordConsent, recordDeletion, standingConsent } from './consents.store.ts';
import {
  contactByPhone,
  contactsPage,
  countContacts,
  deleteContact,
  enterNewContacts,
  insertContact,
  lockContact,
  updateContact,
  type NewContact,
} from './contacts.store.ts';
import type { Attributes } from './contacts.tables.ts';
import { settleReviews } from '../inbound/settle-reviews.ts';

const noContact = 'No contact has this number; list contacts to see those there are.';
const taken = 'A contact with this number exists; update it instead.';
const needsEvidence = 'This number asked to stop or was deleted; pass `consent_evidence` that shows a new agreement.';

/** Contacts by phone number. `hashPhone` is keyed by the suppression key. */
export function contactsService({ hashPhone }: { readonly hashPhone: KeyedHash }): Implements<typeof contacts> {
  return {
    list,
    create: create(hashPhone),
    get,
    update: update(hashPhone),
    delete: remove(hashPhone),
    consents: consents(hashPhone),
  };
}

type Service = Implements<typeof contacts>;

const list: Service['list'] = async (input, { db, caller: { workspaceId } }) => {
  return await listPage(input, {
    rows: (page) => contactsPage(db, workspaceId, page),
    count: (filters) => countContacts(db, workspaceId, filters),
    key: ({ id }) => id,
  });
};

const create =
  (hashPhone: KeyedHash): Service['create'] =>
  async (input, ctx) => {
    const { workspaceId } = ctx.caller;
    await enterNewContacts(ctx.db, workspaceId);
    if ((await contactByPhone(ctx.db, workspaceId, input.phone_e164)) !== undefined) ctx.fail('conflict', taken);
    const phoneHmac = hashPhone(input.phone_e164);
    const at = ctx.now().toISOString();
    const state = input.consent_state;
    const standing = await standingConsent(ctx.db, { workspaceId, phoneHmac, asked: state });
    const decision = decideConsent(standing, { ...asked(input), state });
    if (!decision.allowed && state === 'OPT_IN') ctx.fail('consent_missing', needsEvidence);
    // A number that asked to stop stays so, even when it comes back without a wish to be messaged.
    const kept = decision.allowed
      ? { state, source: 'api' as const }
      : { state: 'STOP' as const, source: standing?.source ?? 'api' };
    const contact: NewContact = {
      id: ctx.newId(),
      phone_e164: input.phone_e164,
      consent_state: kept.state,
      consent_updated_at: at,
      attributes: withoutNulls(input.attributes ?? {}),
      time_zone: input.time_zone ?? null,
      created_at: at,
      updated_at: at,
      last_message_received: null,
    };
    const number = (await insertContact(ctx.db, workspaceId, contact)) ?? ctx.fail('conflict', taken);
    await recordConsent(ctx.db, {
      ...{ id: ctx.newId(), workspaceId, contactId: contact.id, phoneHmac, at },
      ...{ ...kept, evidence: evidenceOf(input, ctx) },
    });
    await ctx.emit(contactsEvents.created, { contact_id: contact.id, consent_state: contact.consent_state });
    return { ...contact, number, warnings: warningsOf(contact.phone_e164) };
  };

const get: Service['get'] = async ({ phone_e164 }, ctx) => {
  return (await contactByPhone(ctx.db, ctx.caller.workspaceId, phone_e164)) ?? ctx.fail('not_found', noContact);
};

const update =
  (hashPhone: KeyedHash): Service['update'] =>
  async (input, ctx) => {
    const { workspaceId } = ctx.caller;
    const contact = (await lockContact(ctx.db, workspaceId, input.phone_e164)) ?? ctx.fail('not_found', noContact);
    const at = ctx.now().toISOString();
    const attributes = withoutNulls({ ...contact.attributes, ...input.attributes });
    if (Object.keys(attributes).length > 100) {
      ctx.fail('unprocessable', 'A contact may have 100 attributes; set some to null to make room.');
    }
    const time_zone = input.time_zone === undefined ? contact.time_zone : input.time_zone;
    await updateContact(ctx.db, workspaceId, { id: contact.id, attributes, time_zone, updated_at: at });

    const warnings = warningsOf(contact.phone_e164);
    const state = input.consent_state;
    const isNews = state !== undefined && (state !== contact.consent_state || input.consent_evidence !== undefined);
    if (isNews) {
      const phoneHmac = hashPhone(contact.phone_e164);
      const number = { workspaceId, phoneHmac, contactState: contact.consent_state, asked: state };
      const decision = decideConsent(await standingConsent(ctx.db, number), { ...asked(input), state });
      if (decision.allowed) {
        const entry = { id: ctx.newId(), workspaceId, contactId: contact.id, phoneHmac, state, at };
        await recordConsent(ctx.db, { ...entry, source: 'api', evidence: evidenceOf(input, ctx) });
        if (state === 'STOP') await settleReviews(ctx, { contactId: contact.id, status: 'stopped', by: actorOf(ctx) });
      } else if (state === 'OPT_IN') ctx.fail('consent_missing', needsEvidence);
      else warnings.push('The contact asked to stop; that stands and OPT_OUT does not replace it.');
    }

    const saved = (await contactByPhone(ctx.db, workspaceId, contact.phone_e164)) ?? ctx.fail('not_found', noContact);
    await ctx.emit(contactsEvents.updated, { contact_id: saved.id, consent_state: saved.consent_state });
    return { ...saved, warnings };
  };

const remove =
  (hashPhone: KeyedHash): Service['delete'] =>
  async ({ phone_e164 }, ctx) => {
    const { workspaceId } = ctx.caller;
    const { id, consent_state } =
      (await lockContact(ctx.db, workspaceId, phone_e164)) ?? ctx.fail('not_found', noContact);
    await deleteContact(ctx.db, workspaceId, id);
    await recordDeletion(ctx.db, {
      ...{ id: ctx.newId(), workspaceId, contactId: id, phoneHmac: hashPhone(phone_e164), at: ctx.now().toISOString() },
      ...{ state: consent_state === 'STOP' ? 'STOP' : 'OPT_OUT', evidence: { attested_by: actorOf(ctx) } },
    });
    await ctx.emit(contactsEvents.deleted, { contact_id: id });
    return { id, phone_e164 };
  };

const consents =
  (hashPhone: KeyedHash): Service['consents'] =>
  async (input, ctx) => {
    const { workspaceId } = ctx.caller;
    const phoneHmac = hashPhone(input.phone_e164);
    const answer = await listPage(input, {
      rows: (page) => consentsPage(ctx.db, workspaceId, { ...page, phoneHmac }),
      count: () => countConsents(ctx.db, workspaceId, phoneHmac),
      key: ({ id }) => id,
    });
    const isKnown =
      answer.items.length > 0 || (await contactByPhone(ctx.db, workspaceId, input.phone_e164)) !== undefined;
    return isKnown ? answer : ctx.fail('not_found', noContact);
  };

interface Asked {
  readonly consent_evidence?: Readonly<Record<string, unknown>> | undefined;
}

function asked({ consent_evidence }: Asked) {
  return { source: 'api', evidence: consent_evidence ?? null } as const;
}

/** What the ledger keeps: what the caller gave, else only who attested it, flagged. */
function evidenceOf({ consent_evidence }: Asked, ctx: Inside): Readonly<Record<string, unknown>> {
  const attested = { attested_by: actorOf(ctx), request_id: ctx.requestId };
  return consent_evidence === undefined ? { ...attested, flagged: true } : { ...attested, given: consent_evidence };
}

function withoutNulls(attributes: Readonly<Record<string, string | number | boolean | null>>): Attributes {
  const kept: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(attributes)) if (value !== null) kept[name] = value;
  return kept;
}

function warningsOf(phoneE164: string): string[] {
  return isPossiblePhoneNumber(phoneE164)
    ? []
    : ['The numbering plan of this country has no such number; messages to it will probably fail.'];
}
