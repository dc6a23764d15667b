import { ApiError } from '@marquee/api/errors';
import { suppressionEvents, type suppressions } from '@marquee/api/messaging/suppressions.contract';
import type { Implements, Inside } from '../../kernel/context.ts';
import { listPage } from '../../kernel/paging/page.ts';
import type { KeyedHash } from '../../lib/crypto/keyed-hash.ts';
import { actorOf } from '../actor.ts';
import { recordConsent } from '../contacts/consents.store.ts';
import { contactById, lockNumber } from '../contacts/contacts.store.ts';
import { settleReviews } from '../inbound/settle-reviews.ts';
import { countSuppressions, suppressionOf, suppressionsPage, type SuppressionFilters } from './suppressions.store.ts';

type Service = Implements<typeof suppressions>;

/** Numbers that are not messaged. `hashPhone` is keyed by the suppression key. */
export function suppressionsService({ hashPhone }: { readonly hashPhone: KeyedHash }): Service {
  return { list: list(hashPhone), add: add(hashPhone) };
}

const list =
  (hashPhone: KeyedHash): Service['list'] =>
  async (input, { db, caller: { workspaceId } }) => {
    const filtersOf = ({ source, phone_e164 }: Pick<typeof input, 'source' | 'phone_e164'>): SuppressionFilters => ({
      source,
      phoneHmac: phone_e164 === undefined ? undefined : hashPhone(phone_e164),
    });
    return await listPage(input, {
      rows: ({ filters, ...page }) => suppressionsPage(db, workspaceId, { ...page, filters: filtersOf(filters) }),
      count: (filters) => countSuppressions(db, workspaceId, filtersOf(filters)),
      key: ({ id }) => id,
    });
  };

const add =
  (hashPhone: KeyedHash): Service['add'] =>
  async (input, ctx) => {
    const { workspaceId } = ctx.caller;
    const phone = await phoneOf(ctx, input);
    const phoneHmac = hashPhone(phone);
    const contact = await lockNumber(ctx.db, workspaceId, phone);
    const hold = { phoneHmac, source: 'operator' } as const;
    const standing = await suppressionOf(ctx.db, workspaceId, hold);
    if (standing !== undefined) return standing;

    await recordConsent(ctx.db, {
      ...{ id: ctx.newId(), workspaceId, contactId: contact?.id ?? null, phoneHmac, state: 'STOP', source: 'operator' },
      ...{ reason: input.reason, at: ctx.now().toISOString(), evidence: evidenceOf(input, ctx) },
    });
    if (contact !== undefined) await settleReviews(ctx, { contactId: contact.id, status: 'stopped', by: actorOf(ctx) });
    const made = await suppressionOf(ctx.db, workspaceId, hold);
    if (made === undefined) throw new Error('a suppression vanished within its transaction');
    ctx.audit({ suppression_id: made.id });
    await ctx.emit(suppressionEvents.added, { suppression_id: made.id, contact_id: made.contact_id });
    return made;
  };

interface Named {
  readonly phone_e164?: string | undefined;
  readonly contact_id?: string | undefined;
}

type Refusing = Inside & { readonly fail: (code: 'not_found', detail: string) => never };

async function phoneOf(ctx: Refusing, { phone_e164, contact_id }: Named): Promise<string> {
  if ((phone_e164 === undefined) === (contact_id === undefined)) {
    const detail = 'Give either `phone_e164` or `contact_id`.';
    throw new ApiError('validation_failed', detail, {
      errors: [{ pointer: '/phone_e164', code: 'one_of', detail }],
    });
  }
  if (phone_e164 !== undefined) return phone_e164;
  const contact = await contactById(ctx.db, ctx.caller.workspaceId, contact_id ?? '');
  return contact?.phone_e164 ?? ctx.fail('not_found', 'No contact has this id.');
}

function evidenceOf({ reason, evidence }: { reason: string; evidence?: object | undefined }, ctx: Inside) {
  const attested = { reason, attested_by: actorOf(ctx), request_id: ctx.requestId };
  return evidence === undefined ? attested : { ...attested, given: evidence };
}
