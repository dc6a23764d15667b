import { contract } from '@marquee/api';
import type { Campaign } from '@marquee/api/messaging/campaigns.contract';
import { idOf, type DemoCall } from './demo-data.ts';

// The console knows sends of the demo by it: what the demo did itself is not what somebody was asked to try.
const name = 'Demo send';

/** A send that is under way when somebody looks in for the first time: one simulated message a second, to everybody who opted in. */
export async function makeDemoSend(call: DemoCall, carrierUrl: string): Promise<void> {
  const { segments, templates, campaigns } = contract.messaging;
  await behaveLikePeople(carrierUrl);
  const segment = await call('messaging.segments.create', segments.create, {
    name: 'Everyone who opted in',
    filter_criteria: { attribute: 'consent_state', operator: 'equals', value: 'OPT_IN' },
  });
  const template = await call('messaging.templates.create', templates.create, {
    name: 'New arrivals',
    content: 'Hi {name}, new arrivals are in our {city} store this week. Reply STOP to opt out.',
    variables: ['name', 'city'],
  });
  await call('messaging.campaigns.create', campaigns.create, {
    ...{ name, description: 'Simulated: one message a second, so that there is something to watch.' },
    ...{ template_id: idOf(template), segment_id: idOf(segment), sender_id: 'demo', rate_limit_per_second: 1 },
    // None, whatever the hour at the first start.
    ...{ quiet_hours_start: '00:00', quiet_hours_end: '00:00' },
  });
}

/** Starts the send that was made and not yet started. Later starts find it started, go on with it, or leave it over. */
export async function startDemoSend(call: DemoCall): Promise<void> {
  const { list, trigger } = contract.messaging.campaigns;
  const drafts = await call('messaging.campaigns.list', list, { status: 'draft', limit: 100 });
  const { items } = drafts as { readonly items: readonly Campaign[] }; // what the operation answers
  const made = items.find((campaign) => campaign.name === name && campaign.run === 0);
  if (made !== undefined) await call('messaging.campaigns.trigger', trigger, { campaign_id: made.id });
}

/** Deliveries take a moment, a few fail, and a few answer: always those to the same numbers. */
async function behaveLikePeople(carrierUrl: string): Promise<void> {
  const rules = [
    { behaviour: { sent_after_ms: 400, delivered_after_ms: 1600 } },
    { share: 0.05, behaviour: { reply: { body: 'STOP', after_ms: 2000 } } },
    { share: 0.02, behaviour: { error_code: 30_005 } },
  ];
  for (const rule of rules) {
    await fetch(`${carrierUrl}/simulator/rules`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from: '+15005550006', ...rule }),
    });
  }
}
