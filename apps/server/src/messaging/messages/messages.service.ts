import { ApiError } from '@marquee/api/errors';
import type { messages } from '@marquee/api/messaging/messages.contract';
import type { Implements } from '../../kernel/context.ts';
import { decodeCursor, encodeCursor, idKey } from '../../kernel/paging/cursor.ts';
import type { KeyedHash } from '../../lib/crypto/keyed-hash.ts';
import { consentById } from '../contacts/consents.store.ts';
import { messagesByStatus } from './message-counts.store.ts';
import { outcomesOf, percent, type Outcomes } from './message-outcomes.ts';
import { consentIdOf, messageById, messagesPage, reportsOf } from './messages.store.ts';

/** Outbound messages and what became of them. `hashPhone` is keyed by the suppression key, as the consent ledger is. */
export function messagesService({ hashPhone }: { readonly hashPhone: KeyedHash }): Implements<typeof messages> {
  return {
    async list({ limit, cursor, include_total, include_summary, ...filters }, { db, caller }) {
      checkRange(filters);
      const after = decodeCursor({ filters, cursor }, idKey)?.[0];
      const rows = await messagesPage(db, caller.workspaceId, { filters, after, limit: limit + 1 });
      const items = rows.slice(0, limit);
      const last = rows.length > limit ? items.at(-1) : undefined;
      const counts =
        include_total || include_summary
          ? outcomesOf(await messagesByStatus(db, caller.workspaceId, filters))
          : undefined;
      return {
        items,
        page: {
          next_cursor: last === undefined ? null : encodeCursor(filters, [last.id]),
          limit,
          ...(include_total && counts !== undefined ? { total: counts.total } : {}),
        },
        ...(include_summary && counts !== undefined ? { summary: totalsOf(counts) } : {}),
      };
    },

    async get({ message_id }, ctx) {
      const message = await messageById(ctx.db, ctx.caller.workspaceId, message_id);
      if (message === undefined)
        return ctx.fail('not_found', 'There is no such message; list messages to see those there are.');
      const { workspaceId } = ctx.caller;
      const consentId = await consentIdOf(ctx.db, workspaceId, message_id);
      const entry = { phoneHmac: hashPhone(message.recipient_phone), id: consentId ?? '' };
      return {
        ...message,
        statuses: await reportsOf(ctx.db, workspaceId, message_id),
        consent: consentId === null ? null : ((await consentById(ctx.db, workspaceId, entry)) ?? null),
      };
    },
  };
}

function checkRange({
  start_date,
  end_date,
}: {
  start_date?: string | undefined;
  end_date?: string | undefined;
}): void {
  if (start_date === undefined || end_date === undefined || new Date(start_date) < new Date(end_date)) return;
  const detail = '`end_date` must be later than `start_date`.';
  throw new ApiError('validation_failed', detail, { errors: [{ pointer: '/end_date', code: 'range', detail }] });
}

function totalsOf({ total, sent, delivered, failed, leftOut }: Outcomes) {
  return {
    ...{ total_messages: total, delivered, failed, pending: total - delivered - failed - leftOut },
    delivery_rate: percent(delivered, sent),
  };
}
