import { sql } from 'drizzle-orm';
import type { campaigns } from '@marquee/api/messaging/campaigns.contract';
import { decideSend, type SendTerms } from '@marquee/rules/messaging/send-plan';
import { nextOpen } from '@marquee/rules/messaging/quiet-hours';
import { countSms } from '@marquee/rules/messaging/sms-parts';
import { fillTemplate } from '@marquee/rules/messaging/template-text';
import type { z } from 'zod';
import type { Db } from '../database/database.ts';
import { select, selectOne } from '../database/sql.ts';
import { segmentById } from './segments.store.ts';
import { audienceSql } from './segment-sql.ts';
import { recipientOf, sendTermsOf } from './send-calling.ts';
import type { RecipientRow } from './send-chunk.store.ts';

type Preview = z.output<(typeof campaigns)['preview']['output']>;

/** What to preview. */
export interface PreviewRequest {
  readonly workspaceId: string;
  readonly campaignId: string;
  readonly price: { readonly perPart: number; readonly currency: string } | null;
  readonly now: Date;
}

interface Terms {
  readonly segment_id: string;
  readonly content: string;
  readonly schedule_time: string | null;
  readonly expires_at: string | null;
  readonly quiet_hours_start: string | null;
  readonly quiet_hours_end: string | null;
  readonly rate_limit_per_second: number | null;
  readonly time_zone: string | null;
  readonly workspace_time_zone: string;
}

const pageSize = 2000;

/** Decides every member of the segment as a send would, at the campaign's own time, a page at a time: exact, never sampled. */
export async function previewCampaign(db: Db, request: PreviewRequest): Promise<Preview | undefined> {
  const { workspaceId, campaignId, now, price } = request;
  const terms = await selectOne<Terms>(
    db,
    sql`select c.segment_id, t.content, c.schedule_time, c.expires_at, c.quiet_hours_start, c.quiet_hours_end, c.rate_limit_per_second,
               c.time_zone, w.time_zone as workspace_time_zone
        from messaging_campaigns c
        join workspaces w on w.id = c.workspace_id
        join messaging_templates t on t.workspace_id = c.workspace_id and t.id = c.template_id
        where c.workspace_id = ${workspaceId} and c.id = ${campaignId} and c.deleted_at is null`,
  );
  const segment = terms === undefined ? undefined : await segmentById(db, workspaceId, terms.segment_id);
  if (terms === undefined || segment === undefined) return undefined;

  const at = terms.schedule_time === null ? now : new Date(Math.max(now.getTime(), Date.parse(terms.schedule_time)));
  const tally = new PreviewTally(terms, at);
  const ids = audienceSql(segment.filter_criteria, workspaceId, now);
  for (let after: string | null = null; ;) {
    const rows: (RecipientRow & { phone_e164: string })[] = await select(
      db,
      sql`select m.id, m.phone_e164, m.consent_state, m.attributes, m.time_zone, m.consent_id, m.review_opened_at
          from messaging_contacts m
          where m.workspace_id = ${workspaceId} and m.id in (${ids}) ${after === null ? sql`` : sql`and m.id > ${after}::uuid`}
          order by m.id limit ${pageSize}`,
    );
    for (const row of rows) tally.add(row);
    if (rows.length < pageSize) break;
    after = rows.at(-1)?.id ?? null;
  }
  return tally.result(campaignId, price);
}

interface Opening {
  readonly time_zone: string;
  readonly sends_from: string | null;
  recipients: number;
}

class PreviewTally {
  readonly #terms: Terms;
  readonly #sendTerms: SendTerms;
  readonly #at: Date;
  readonly #excluded: Record<string, number> = {};
  readonly #encodings: Record<string, number> = {};
  /** One opening for each set of zones: few sets, many recipients. */
  readonly #openings = new Map<string, Opening>();
  readonly #parts = { total: 0, min: null as number | null, max: null as number | null };
  #audience = 0;
  #sendable = 0;
  #sample: string | null = null;

  constructor(terms: Terms, at: Date) {
    this.#terms = terms;
    this.#sendTerms = sendTermsOf(terms);
    this.#at = at;
  }

  add(row: RecipientRow & { readonly phone_e164: string }): void {
    this.#audience += 1;
    const recipient = recipientOf(row, row.phone_e164, this.#terms);
    // Without the clock first: when a recipient opens depends on their zones alone, and is worked out once for each.
    const decision = decideSend(recipient, { ...this.#sendTerms, quiet: null, expiresAt: null }, this.#at);
    if (decision.kind === 'exclude' || decision.kind === 'hold') return this.#exclude(decision.reason);
    const opening = this.#openingOf(recipient.zones);
    opening.recipients += 1;
    if (opening.sends_from === null) return this.#exclude('expires_first');
    const { text } = fillTemplate(this.#sendTerms.content, recipient.attributes);
    const { parts, encoding } = countSms(text);
    this.#sendable += 1;
    this.#sample ??= text;
    this.#encodings[encoding] = (this.#encodings[encoding] ?? 0) + 1;
    this.#parts.total += parts;
    this.#parts.min = Math.min(this.#parts.min ?? parts, parts);
    this.#parts.max = Math.max(this.#parts.max ?? parts, parts);
  }

  result(campaignId: string, price: PreviewRequest['price']): Preview {
    const rate = this.#terms.rate_limit_per_second;
    return {
      campaign_id: campaignId,
      audience: this.#audience,
      sendable: this.#sendable,
      excluded: this.#excluded,
      encodings: this.#encodings,
      parts: this.#parts,
      // Through millionths, as all money: a float sum would show its rounding.
      cost:
        price === null
          ? null
          : { amount: (this.#parts.total * Math.round(price.perPart * 1e6)) / 1e6, currency: price.currency },
      histogram: [...this.#openings.values()].toSorted(
        (a, b) => b.recipients - a.recipients || a.time_zone.localeCompare(b.time_zone),
      ),
      duration_seconds: rate === null ? null : this.#sendable / rate,
      sample_text: this.#sample,
    };
  }

  #exclude(reason: string): void {
    this.#excluded[reason] = (this.#excluded[reason] ?? 0) + 1;
  }

  #openingOf(zones: readonly string[]): Opening {
    const name = zones.join(' ');
    const known = this.#openings.get(name);
    if (known !== undefined) return known;
    const { quiet, expiresAt } = this.#sendTerms;
    const isOver = expiresAt !== null && this.#at >= expiresAt;
    const from = isOver ? null : quiet === null ? this.#at : nextOpen(this.#at, quiet, zones, expiresAt);
    // A country's numbers may lie in many zones: their list is the name, cut to what a chart can show.
    const shown = zones.length > 3 ? `${zones.slice(0, 3).join(' ')} +${zones.length - 3}` : name;
    const opening: Opening = { time_zone: shown, sends_from: from?.toISOString() ?? null, recipients: 0 };
    this.#openings.set(name, opening);
    return opening;
  }
}
