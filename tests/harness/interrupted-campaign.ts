import { expect } from 'vitest';
import type { Carrier } from './carrier.ts';
import { createCampaign, recipientsWith, senderPhone, settledReport, type Customer } from './customer.ts';
import { until } from './until.ts';

const total = 2000;
const batchSize = 500;

/** One campaign and the kill in its midst. */
export interface Interruption {
  readonly customer: Customer;
  readonly carrier: Carrier;
  /** Decides when the kill comes, and names the recipients: another number for each campaign. */
  readonly seed: number;
  /** Kills, and brings back what was killed; calls are open when it begins. */
  readonly killAndRestart: () => Promise<void>;
}

interface Campaign {
  readonly id: string;
  /** How the numbers of its recipients begin. */
  readonly prefix: string;
}

/**
 * Sends to 2,000 people, lets some of them say STOP, kills in the midst of open calls, and counts at the carrier's ledger: nobody
 * was lost, nobody had it twice, nobody had it after their STOP, and the report adds up.
 */
export async function surviveInterruption(interruption: Interruption): Promise<void> {
  const { customer, carrier, seed } = interruption;
  const prefix = `+1${415 + seed}`;
  const imported = await customer.importCsv(contactsCsv(prefix, seed));
  expect(imported).toMatchObject({ status: 'completed', created: total, errors: 0 });
  const campaign = { id: await createCampaign(customer, String(seed)), prefix };
  await customer.api.messaging.campaigns.trigger(campaign.id);

  await untilSent(carrier, prefix, total / 20);
  const safe = await someSayStop(interruption, campaign);
  await untilSent(carrier, prefix, killPoint(seed));
  await holdCallsOpen(interruption, campaign);
  const sentAtKill = (await carrier.recipients(prefix)).size;
  await interruption.killAndRestart();
  expect(sentAtKill).toBeGreaterThan(0);
  expect(sentAtKill).toBeLessThan(total - batchSize / 10);

  const report = await settledReport(customer, campaign.id);
  const excluded = await recipientsWith(customer, campaign.id, 'excluded');
  const ledger = await carrier.recipients(prefix);
  expect([...ledger].filter(([, messages]) => messages !== 1)).toEqual([]);
  expect([...safe].filter((phone) => ledger.has(phone))).toEqual([]);
  expect([...safe].filter((phone) => !excluded.has(phone))).toEqual([]);
  expect(phones(prefix).filter((phone) => ledger.has(phone) === excluded.has(phone))).toEqual([]);
  expect(report).toMatchObject({
    unconfirmed: 0,
    status_breakdown: { DELIVERED: ledger.size, EXCLUDED: excluded.size },
    performance_metrics: {
      recipients: total,
      messages_sent: ledger.size,
      messages_delivered: ledger.size,
      messages_pending: 0,
    },
  });
}

function phones(prefix: string): string[] {
  return Array.from({ length: total }, (_, n) => `${prefix}${String(2_000_000 + n)}`);
}

function contactsCsv(prefix: string, seed: number): string {
  const rows = phones(prefix).map((phone, n) => `${phone},Customer ${n},${seed},OPT_IN`);
  return ['phone_e164,name,batch,consent_state', ...rows].join('\n');
}

/** Between a quarter and a half of all, differently for each seed. */
function killPoint(seed: number): number {
  const scattered = (Math.imul(seed, 2_654_435_761) >>> 0) / 2 ** 32;
  return Math.floor(total * (0.25 + scattered / 4));
}

async function untilSent(carrier: Carrier, prefix: string, count: number): Promise<void> {
  await until(
    `${count} are sent`,
    () => carrier.recipients(prefix),
    ({ size }) => size >= count,
  );
}

/**
 * The last in each batch say STOP while the others are sent to.
 *
 * @returns those who had neither a message nor an open call when their STOP was committed
 */
async function someSayStop({ customer, carrier }: Interruption, { id: campaignId, prefix }: Campaign) {
  const stopping = phones(prefix).filter((_, n) => n % batchSize >= batchSize - 10);
  await Promise.all(stopping.map((from) => carrier.writes({ from, to: senderPhone, body: 'STOP' })));
  await until(
    'every STOP is committed',
    () => customer.api.messaging.inbound.list({ limit: 500 }),
    ({ items }) => stopping.every((phone) => items.some(({ from_phone }) => from_phone === phone)),
  );
  // In this order: a call seen neither open nor at the ledger had not been let begin when the STOPs were committed.
  const calling = await recipientsWith(customer, campaignId, 'calling');
  const ledger = await carrier.recipients(prefix);
  const safe = new Set(stopping.filter((phone) => !calling.has(phone) && !ledger.has(phone)));
  expect(safe.size).toBeGreaterThan(0);
  return safe;
}

/**
 * From here many calls are not answered: some whose message the carrier took, with and without a report of it, and some whose
 * message it did not take. What is killed then has calls open, and messages at the carrier that no record knows of.
 */
async function holdCallsOpen({ customer, carrier }: Interruption, campaign: Campaign): Promise<void> {
  const refusals = await carrier.refusals();
  const hang = (outage: object, more: object = {}) =>
    carrier.addRule({ share: 0.2, behaviour: { outage: { kind: 'hang', calls: 'create', ...outage }, ...more } });
  await hang({ accepted: true }, { no_callbacks: true });
  await hang({ accepted: true });
  await hang({ accepted: false });
  await until(
    'calls hang between calling and record',
    async () => {
      const ledger = await carrier.recipients(campaign.prefix);
      const calling = await recipientsWith(customer, campaign.id, 'calling');
      const taken = [...calling].filter((phone) => ledger.has(phone));
      return {
        taken,
        refused: (await carrier.refusals()) - refusals,
        still: await recipientsWith(customer, campaign.id, 'calling'),
      };
    },
    ({ taken, refused, still }) => refused > 0 && taken.some((phone) => still.has(phone)),
  );
}
