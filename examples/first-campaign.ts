// From a CSV of contacts to a report, as a client of a running server:
//   node examples/first-campaign.ts --api-key mq_live_…  [--url http://localhost:4000] [--contacts 10000]
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Marquee } from '@marquee/sdk';
import type { CampaignSummary, ContactImport } from '@marquee/sdk/messaging';

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:4000' },
    'api-key': { type: 'string' },
    contacts: { type: 'string', default: '10000' },
  },
});
if (options['api-key'] === undefined) throw new Error('Give the API key that `npm start` printed: --api-key mq_live_…');

const marquee = new Marquee({ baseUrl: options.url, apiKey: options['api-key'] });
const run = Date.now().toString(36);
const count = Number(options.contacts);

step('Import', `${count} contacts from CSV`);
const imported = await importContacts(new File([contactsCsv(count)], 'customers.csv', { type: 'text/csv' }));
console.log(`  ${imported.created} created, ${imported.updated} updated, ${imported.errors} left out`);
for (const { row, field, reason } of imported.validation_errors.slice(0, 3))
  console.log(`  row ${row}, ${field ?? 'row'}: ${reason}`);

step('Segment', 'premium customers of this import who live in a big city');
const segment = await marquee.messaging.segments.create({
  name: `Premium in big cities ${run}`,
  filter_criteria: {
    operator: 'AND',
    conditions: [
      { attribute: 'batch', operator: 'equals', value: run },
      { attribute: 'tier', operator: 'equals', value: 'premium' },
      {
        operator: 'OR',
        conditions: [
          { attribute: 'city', operator: 'in', value: ['San Francisco', 'New York'] },
          { attribute: 'orders', operator: 'gte', value: 5 },
        ],
      },
    ],
  },
});
const evaluated = await marquee.messaging.segments.evaluate(segment.id);
console.log(`  ${evaluated.matching_users} match`);

step('Template', 'with two variables');
const template = await marquee.messaging.templates.create({
  name: `Spring sale ${run}`,
  content: 'Hi {name}! Our spring sale starts today in {city}. Reply STOP to opt out.',
  variables: ['name', 'city'],
});

step('Campaign', 'preview: who, who not and why');
const campaign = await marquee.messaging.campaigns.create({
  name: `Spring promotion ${run}`,
  template_id: template.id,
  segment_id: segment.id,
  sender_id: 'demo',
});
const preview = await marquee.messaging.campaigns.preview(campaign.id);
console.log(`  ${preview.sendable} of ${preview.audience} can be sent to, ${preview.parts.total} parts`);
for (const [reason, left] of Object.entries(preview.excluded)) console.log(`  ${left} left out: ${reason}`);
console.log(`  "${preview.sample_text ?? ''}"`);

step('Send', 'durably, through the carrier');
const sending = await marquee.messaging.campaigns.trigger(campaign.id);
await marquee.jobs.wait(sending, {
  pollMs: 100,
  onProgress: ({ progress }) => bar(progress?.done ?? 0, progress?.total ?? preview.audience),
});
endBar();

step('Report', 'what happened');
printReport(await settledReport(campaign.id));

function step(title: string, detail: string): void {
  console.log(`\n${title}: ${detail}`);
}

/** A customer list as a shop would export it: some rows cannot be imported, some phones cannot be reached, one replies STOP. */
function contactsCsv(rows: number): string {
  const cities = ['San Francisco', 'New York', 'Austin', '"Portland, OR"'];
  // Numbers that the simulator has an answer of its own for: unreachable, unknown, landline, filtered, invalid, and STOP.
  const special = ['3003', '3005', '3006', '3007', '0001', '7867'].map((end) => `+1500555${end}`);
  const lines = ['phone_e164,name,city,tier,orders,batch,consent_state'];
  for (let n = 0; n < rows; n += 1) {
    const ordinary = n % 2500 === 2499 ? `0${n}` : `+1${201 + (n % 700)}${2_000_000 + n}`;
    const phone = n % 2 === 0 ? (special[n / 2] ?? ordinary) : ordinary;
    const consent = n % 10 === 9 ? 'OPT_OUT' : 'OPT_IN';
    const city = n < 2 * special.length ? cities[0] : cities[n % 4];
    const tier = n % 2 === 0 ? 'premium' : 'standard';
    lines.push([phone, `Customer ${n + 1}`, city, tier, n % 9, run, consent].join());
  }
  return lines.join('\n');
}

async function importContacts(file: File): Promise<ContactImport> {
  const started = await marquee.messaging.contactImports.create(file, {
    evidence: 'Example list: nobody has these numbers',
  });
  await marquee.jobs.wait(started, { pollMs: 100, onProgress: ({ progress }) => bar(progress?.done ?? 0, count) });
  endBar();
  return await marquee.messaging.contactImports.get(started.id);
}

/** Deliveries are reported by the carrier's callbacks, after the last message has gone out. */
async function settledReport(campaignId: string): Promise<CampaignSummary> {
  for (let polls = 0; ; polls += 1) {
    const report = await marquee.messaging.campaigns.summary(campaignId);
    if (report.performance_metrics.messages_in_flight === 0 || polls === 120) return report;
    await pause(500);
  }
}

function printReport(report: CampaignSummary): void {
  const { performance_metrics: numbers, execution_timeline: time } = report;
  console.log(
    `  ${report.campaign_name}: ${report.status}${report.simulated ? ' (simulated: nobody received anything)' : ''}`,
  );
  console.log(
    `  sent ${numbers.messages_sent}, delivered ${numbers.messages_delivered}, failed ${numbers.messages_failed}, in flight ${numbers.messages_in_flight}`,
  );
  console.log(
    `  delivery rate ${numbers.delivery_rate?.toFixed(1) ?? '–'} %, ${numbers.parts} parts, ${time.duration_minutes?.toFixed(1) ?? '–'} minutes`,
  );
  for (const [cause, times] of Object.entries(report.error_analysis)) console.log(`  ${times} failed: ${cause}`);
  for (const [reason, times] of Object.entries(report.exclusions)) console.log(`  ${times} never sent to: ${reason}`);
}

function bar(done: number, total: number): void {
  if (!process.stdout.isTTY) return;
  const width = 40;
  const filled = total === 0 ? width : Math.min(width, Math.round((done / total) * width));
  process.stdout.write(`\r  ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done}/${total}`);
}

function endBar(): void {
  if (process.stdout.isTTY) process.stdout.write('\n');
}
