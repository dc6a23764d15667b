import { nextOpen } from '@marquee/rules/messaging/sending/quiet-hours';
import { decideSend, type SendTerms } from '@marquee/rules/messaging/sending/send-plan';
import { partPriceOf } from '@marquee/rules/messaging/sms/part-price';
import { wallMsOf } from '@marquee/rules/time/local-time';
import type { Member, PlanTerms } from './campaign-plan.store.ts';
import { capsOf, recipientOf, sendTermsOf } from '../sending/send-calling.ts';
import type { PriceList } from '../senders/sender-prices.store.ts';

/** What a plan is counted under. */
export interface TallyOptions {
  readonly terms: PlanTerms;
  /** When sending is to start. */
  readonly at: Date;
  readonly prices: PriceList | null;
  readonly senderRate: number | null;
}

interface Opening {
  readonly time_zone: string;
  readonly sends_from: string | null;
  readonly local_time: string | null;
  recipients: number;
}

interface Sample {
  readonly contact_id: string;
  readonly phone_e164: string;
  readonly time_zone: string;
  readonly sends_from: string;
  readonly text: string;
  readonly encoding: string;
  readonly parts: number;
}

const samplesMax = 10;
const excludedSamplesMax = 3;

/** Counts members of an audience as they are decided. */
export class PlanTally {
  readonly #options: TallyOptions;
  readonly #sendTerms: SendTerms;
  readonly #excluded: Record<string, number> = {};
  readonly #excludedSample: { contact_id: string; phone_e164: string; reason: string }[] = [];
  readonly #encodings: Record<string, number> = {};
  /** One opening for each set of zones: few sets, many recipients. */
  readonly #openings = new Map<string, Opening>();
  readonly #parts = { total: 0, min: null as number | null, max: null as number | null };
  readonly #sample: Sample[] = [];
  #audience = 0;
  #sendable = 0;
  #micros = 0n;
  #unpriced = 0;

  constructor(options: TallyOptions) {
    this.#options = options;
    this.#sendTerms = sendTermsOf(options.terms);
  }

  /** Decides one member, who had messages `recent` within the caps' days. */
  add(row: Member, recent: readonly Date[]): void {
    const { terms, at } = this.#options;
    this.#audience += 1;
    const recipient = recipientOf({ row, phone: row.phone_e164, recent }, { ...terms, caps: capsOf(terms), at });
    // Without the clock first: when a recipient opens depends on their zones alone, and is worked out once for each.
    const decision = decideSend(recipient, { ...this.#sendTerms, quiet: null, expiresAt: null }, at);
    if (decision.kind === 'exclude' || decision.kind === 'hold') return this.#exclude(row, decision.reason);
    if (decision.kind !== 'send') throw new Error(`without a clock a recipient cannot ${decision.kind}`);
    const opening = this.#openingOf(recipient.zones);
    opening.recipients += 1;
    if (opening.sends_from === null)
      return this.#exclude(row, this.#isOver() ? 'campaign_expired' : 'quiet_until_expiry');
    const { text, parts, encoding } = decision;
    this.#sendable += 1;
    this.#encodings[encoding] = (this.#encodings[encoding] ?? 0) + 1;
    this.#parts.total += parts;
    this.#parts.min = Math.min(this.#parts.min ?? parts, parts);
    this.#parts.max = Math.max(this.#parts.max ?? parts, parts);
    this.#charge(row.phone_e164, parts);
    if (this.#sample.length < samplesMax) {
      const { time_zone, sends_from } = opening;
      const who = { contact_id: row.id, phone_e164: row.phone_e164 };
      this.#sample.push({ ...who, time_zone, sends_from, text, encoding, parts });
    }
  }

  /** Everything counted so far. */
  result() {
    const { terms, prices, senderRate } = this.#options;
    const rates = [terms.rate_limit_per_second, senderRate].filter((rate) => rate !== null);
    const rate = rates.length === 0 ? null : Math.min(...rates);
    const histogram = timed([...this.#openings.values()], rate);
    const until = histogram.flatMap(({ sends_until }) => sends_until ?? []);
    return {
      ...{ starts_at: this.#options.at.toISOString(), rate_per_second: rate },
      ...{ audience: this.#audience, sendable: this.#sendable, excluded: this.#excluded, encodings: this.#encodings },
      ...{ parts: this.#parts, excluded_sample: this.#excludedSample, sample: this.#sample },
      sample_text: this.#sample[0]?.text ?? null,
      first_send_at: histogram.flatMap(({ sends_from }) => sends_from ?? []).toSorted()[0] ?? null,
      last_send_at: until.toSorted().at(-1) ?? null,
      histogram: histogram.toSorted((a, b) => b.recipients - a.recipients || a.time_zone.localeCompare(b.time_zone)),
      duration_seconds: rate === null ? null : this.#sendable / rate,
      cost:
        prices === null ? null : { micros: this.#micros, currency: prices.currency, unpriced_parts: this.#unpriced },
    };
  }

  #exclude({ id, phone_e164 }: Member, reason: string): void {
    const count = (this.#excluded[reason] = (this.#excluded[reason] ?? 0) + 1);
    if (count <= excludedSamplesMax) this.#excludedSample.push({ contact_id: id, phone_e164, reason });
  }

  #charge(phone: string, parts: number): void {
    const { prices } = this.#options;
    if (prices === null) return;
    const price = partPriceOf(phone, prices.prices);
    if (price === null) this.#unpriced += parts;
    else this.#micros += price * BigInt(parts);
  }

  #isOver(): boolean {
    const { expiresAt } = this.#sendTerms;
    return expiresAt !== null && this.#options.at >= expiresAt;
  }

  #openingOf(zones: readonly string[]): Opening {
    const name = zones.join(' ');
    const known = this.#openings.get(name);
    if (known !== undefined) return known;
    const { at } = this.#options;
    const { quiet, expiresAt } = this.#sendTerms;
    const from = this.#isOver() ? null : quiet === null ? at : nextOpen(at, quiet, zones, expiresAt);
    const opening: Opening = {
      ...{ time_zone: shownZones(zones), sends_from: from?.toISOString() ?? null, recipients: 0 },
      local_time: from === null ? null : localTime(from, zones[0] ?? 'UTC'),
    };
    this.#openings.set(name, opening);
    return opening;
  }
}

/** The name of a set of zones: their list, cut to what a chart can show, since a country's numbers may lie in many. */
export function shownZones(zones: readonly string[]): string {
  return zones.length > 3 ? `${zones.slice(0, 3).join(' ')} +${zones.length - 3}` : zones.join(' ');
}

/** Openings with when the last of each would have gone: who opens first goes first, and nobody faster than the rate. */
function timed(openings: readonly Opening[], rate: number | null) {
  let freeMs = 0;
  return openings
    .toSorted((a, b) => (a.sends_from ?? '').localeCompare(b.sends_from ?? ''))
    .map((opening) => {
      if (opening.sends_from === null) return { ...opening, sends_until: null };
      const durationMs = rate === null ? 0 : (1000 * opening.recipients) / rate;
      freeMs = Math.max(freeMs, Date.parse(opening.sends_from)) + durationMs;
      return { ...opening, sends_until: new Date(freeMs).toISOString() };
    });
}

function localTime(at: Date, zone: string): string {
  return new Date(wallMsOf(at.getTime(), zone)).toISOString().slice(0, 16);
}
