import { optOutReviewEvents } from '@marquee/api/messaging/opt-out-reviews.contract';
import type { Inside, Member } from '../../kernel/context.ts';
import { workflowIdOf } from '../campaigns/campaign-runs.store.ts';
import { closeReviews, excludeHeld, releaseHeld, type ReviewEnd } from './opt-out-reviews.store.ts';
import { waitingWhatsapp, whatsappWorkflowIdOf } from '../whatsapp/whatsapp-messages.store.ts';

/** What ending reviews needs of its transaction. */
export type Settling = Pick<Inside, 'db' | 'now' | 'emit' | 'signalWorkflow'> & {
  readonly caller: Pick<Member, 'workspaceId'>;
};

/** What ending reviews did to messages that waited for them. */
export interface Settled {
  readonly released: number;
  readonly excluded: number;
}

/**
 * Ends a contact's reviews, and what waited for them: it goes on or is left out, and the runs hear of it. The caller holds the
 * contact's lock and has written the consent that follows.
 */
export async function settleReviews(ctx: Settling, end: Omit<ReviewEnd, 'at'>): Promise<Settled> {
  const { db, caller, now } = ctx;
  const at = now().toISOString();
  const closed = await closeReviews(db, caller.workspaceId, { ...end, at });
  if (closed.length === 0) return { released: 0, excluded: 0 };
  const { contactId, status } = end;
  const move = status === 'stopped' ? excludeHeld : releaseHeld;
  const held = await move(db, caller.workspaceId, { contactId, at });
  for (const { campaign_id, run } of held)
    await ctx.signalWorkflow({ workflowId: workflowIdOf(campaign_id, run), signal: 'reschedule', args: [] });
  // These decide anew when they hear of it.
  for (const id of await waitingWhatsapp(db, caller.workspaceId, contactId))
    await ctx.signalWorkflow({ workflowId: whatsappWorkflowIdOf(id), signal: 'reschedule', args: [] });
  for (const review_id of closed)
    await ctx.emit(optOutReviewEvents.resolved, { review_id, contact_id: contactId, status });
  const messages = held.reduce((sum, each) => sum + each.messages, 0);
  return status === 'stopped' ? { released: 0, excluded: messages } : { released: messages, excluded: 0 };
}
