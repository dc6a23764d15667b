import { z } from 'zod';
import { event, operation } from '../operation.ts';
import { pageInput, pageOf } from '../page.ts';
import { Instant } from '../time.ts';

const ReviewStatus = z
  .enum(['open', 'stopped', 'released'])
  .describe('`open` until judged; then `stopped` or `released`');

/** One inbound message that may mean stop. Its sender gets nothing until a person has judged it. */
export const OptOutReview = z
  .object({
    id: z.uuid().describe('Review id'),
    status: ReviewStatus,
    contact_id: z.uuid().describe('The contact who is held'),
    from_phone: z.string().describe('Who wrote it'),
    inbound_id: z.uuid().describe('The inbound message'),
    body: z.string().describe('What they wrote'),
    received_at: Instant.describe('When it arrived'),
    waiting_messages: z.int().describe('Messages to the contact that wait for the judgement'),
    created_at: Instant.describe('Since when the contact is held'),
    resolved_at: Instant.nullable().describe('When it was judged; null while it is open'),
    resolved_by: z.string().nullable().describe('`user:…`, `api_key:…`, or `keyword` when the contact settled it'),
    note: z.string().nullable().describe('What was noted with the judgement'),
  })
  .meta({ id: 'OptOutReview', description: 'An inbound message that may mean stop' });

/** One inbound message that may mean stop. */
export type OptOutReview = z.infer<typeof OptOutReview>;

/** Answers that may mean stop, for a person to judge. */
export const optOutReviews = {
  list: operation({
    kind: 'query',
    rest: 'GET /messaging/opt-out-reviews',
    summary: 'List answers that may mean stop, newest first',
    description:
      'Messages to the contact wait meanwhile, for 72 hours at most; a message whose hold nobody resolved by then is left out with the reason `opt_out_review`.',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({ ...pageInput, status: ReviewStatus.optional() }),
    output: pageOf(OptOutReview, 'OptOutReviewPage'),
  }),
  resolve: operation({
    kind: 'mutation',
    rest: 'POST /messaging/opt-out-reviews/{review_id}/resolve',
    summary: 'Judge an answer that may mean stop',
    description:
      '`stop` records STOP in the ledger, closes the contact’s other open reviews and leaves the waiting messages out. `release` lets them go, unless another review holds the contact. Both are written to the ledger with who decided.',
    scope: 'messaging:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: z.object({
      review_id: z.uuid().describe('Review id'),
      decision: z.enum(['stop', 'release']).describe('Whether the person meant stop'),
      note: z.string().trim().min(1).max(500).optional().describe('Why, for whoever reads the ledger'),
    }),
    output: OptOutReview.extend({
      messages_released: z.int().describe('Waiting messages that go on'),
      messages_excluded: z.int().describe('Waiting messages that were left out'),
    }).meta({
      id: 'ResolvedOptOutReview',
      description: 'A judged review, with what became of the messages that waited',
    }),
    errors: ['not_found', 'conflict'],
  }),
};

/** What happens to reviews. */
export const optOutReviewEvents = {
  opened: event({
    name: 'messaging.optOutReviews.opened',
    scope: 'messaging:read',
    summary: 'An answer that may mean stop waits for a person’s judgement',
    data: z.object({ review_id: z.uuid(), contact_id: z.uuid() }),
  }),
  resolved: event({
    name: 'messaging.optOutReviews.resolved',
    scope: 'messaging:read',
    summary: 'An answer that may mean stop was judged',
    data: z.object({ review_id: z.uuid(), contact_id: z.uuid(), status: ReviewStatus }),
  }),
};
