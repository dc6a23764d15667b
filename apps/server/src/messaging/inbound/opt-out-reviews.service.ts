import type { optOutReviews } from '@marquee/api/messaging/opt-out-reviews.contract';
import type { Implements, Inside } from '../../kernel/context.ts';
import { listPage } from '../../kernel/paging/page.ts';
import type { KeyedHash } from '../../lib/crypto/keyed-hash.ts';
import { actorOf } from '../actor.ts';
import { noteInLedger, recordConsent } from '../contacts/consents.store.ts';
import { lockNumber } from '../contacts/contacts.store.ts';
import { countReviews, lockReview, reviewById, reviewsPage } from './opt-out-reviews.store.ts';
import { settleReviews } from './settle-reviews.ts';

type Service = Implements<typeof optOutReviews>;

/** Answers that may mean stop, for a person to judge. `hashPhone` is keyed by the suppression key. */
export function optOutReviewsService({ hashPhone }: { readonly hashPhone: KeyedHash }): Service {
  return { list, resolve: resolve(hashPhone) };
}

const list: Service['list'] = async (input, { db, caller: { workspaceId } }) =>
  await listPage(input, {
    rows: (page) => reviewsPage(db, workspaceId, page),
    count: (filters) => countReviews(db, workspaceId, filters),
    key: ({ id }) => id,
  });

const outcomes = { stop: 'stopped', release: 'released' } as const;

const resolve =
  (hashPhone: KeyedHash): Service['resolve'] =>
  async ({ review_id, decision, note }, ctx) => {
    const { workspaceId } = ctx.caller;
    const found = (await reviewById(ctx.db, workspaceId, review_id)) ?? ctx.fail('not_found', noReview);
    // The contact first, as sends and the STOP handler lock it; the review under it cannot change meanwhile.
    const contact = await lockNumber(ctx.db, workspaceId, found.from_phone);
    const review = (await lockReview(ctx.db, workspaceId, review_id)) ?? ctx.fail('not_found', noReview);
    const status = outcomes[decision];
    if (review.status === status) return { ...found, status, messages_released: 0, messages_excluded: 0 };
    if (review.status !== 'open') ctx.fail('conflict', `The review was ${review.status} already; that stands.`);

    const evidence = {
      ...{ review_id, decision, inbound_id: review.inbound_id, attested_by: actorOf(ctx), request_id: ctx.requestId },
      ...(note === undefined ? {} : { note }),
    };
    await writeDown(ctx, { decision, contact, phoneHmac: hashPhone(review.from_phone), evidence });
    const settled = await settleReviews(ctx, {
      ...{ contactId: review.contact_id, status, by: actorOf(ctx) },
      ...(note === undefined ? {} : { note }),
      // A stop settles whatever else they wrote; a release is about this one answer.
      ...(decision === 'release' ? { reviewId: review_id } : {}),
    });
    ctx.audit({ review_id, decision, released: settled.released, excluded: settled.excluded });
    const answer = (await reviewById(ctx.db, workspaceId, review_id)) ?? ctx.fail('not_found', noReview);
    return { ...answer, messages_released: settled.released, messages_excluded: settled.excluded };
  };

const noReview = 'There is no such review; list reviews to see those there are.';

interface Judgement {
  readonly decision: 'stop' | 'release';
  readonly contact: Awaited<ReturnType<typeof lockNumber>>;
  readonly phoneHmac: string;
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** A stop is the person's withdrawal as an operator read it; a release changes no consent, and the ledger says who looked. */
async function writeDown(ctx: Inside, { decision, contact, phoneHmac, evidence }: Judgement): Promise<void> {
  const entry = {
    ...{ id: ctx.newId(), workspaceId: ctx.caller.workspaceId, contactId: contact?.id ?? null, phoneHmac },
    ...{ source: 'operator' as const, evidence, at: ctx.now().toISOString() },
  };
  if (decision === 'stop') await recordConsent(ctx.db, { ...entry, state: 'STOP' });
  else if (contact !== undefined) await noteInLedger(ctx.db, { ...entry, state: contact.consent_state });
}
