import type { Customer } from '../customer.ts';
import { until } from '../until.ts';

/** Campaigns in every state that lasts, and what they are made of. */
export interface ShopCampaigns {
  readonly segment: string;
  readonly template: string;
  /** Completed, with deliveries and failures. */
  readonly sent: string;
  /** Sends slowly, for some minutes. */
  readonly sending: string;
  readonly scheduled: string;
  /** A draft with quiet hours, to people in several zones. */
  readonly draft: string;
  /** The job that sends it. */
  readonly jobId: string;
  /** Of the campaign that was sent. */
  readonly message: string;
  readonly messageTo: string;
}

type Api = Customer['api'];

/** Makes the shop's segments, texts and campaigns, sends one of them, and begins to send another at a rate. */
export async function shopCampaigns({ api }: Customer, sendsPerSecond: number): Promise<ShopCampaigns> {
  const segments = await addSegments(api);
  const [sale, order] = await addTemplates(api);
  const sent = await api.messaging.campaigns.create({
    ...{ name: 'Spring sale', template_id: sale, segment_id: segments.premium, ...anyHour },
  });
  await api.messaging.campaigns.trigger(sent.id);
  await until(
    'the first campaign has been sent',
    () => api.messaging.campaigns.get(sent.id),
    ({ status }) => status === 'completed',
  );
  const draft = await api.messaging.campaigns.create({
    ...{ name: 'Summer preview', description: 'First look for everybody who buys often' },
    ...{ template_id: sale, segment_id: segments.frequent },
    ...{ quiet_hours_start: '20:00', quiet_hours_end: '08:00', rate_limit_per_second: 40 },
  });
  const scheduled = await api.messaging.campaigns.create({
    ...{ name: 'Weekend offer', template_id: order, segment_id: segments.frequent },
    schedule_time: new Date(Date.now() + 2 * 86_400_000).toISOString(),
  });
  await api.messaging.campaigns.trigger(scheduled.id);
  const sending = await api.messaging.campaigns.create({
    ...{ name: 'Loyalty points', template_id: order, segment_id: segments.everybody, ...anyHour },
    ...{ sender_id: 'orders', rate_limit_per_second: sendsPerSecond },
  });
  const { job_id: jobId } = await api.messaging.campaigns.trigger(sending.id);
  const { items } = await api.messaging.messages.list({ campaign_id: sent.id, limit: 1 });
  return {
    ...{ segment: segments.frequent, template: sale, jobId },
    ...{ message: items[0]?.id ?? '', messageTo: items[0]?.recipient_phone ?? '' },
    ...{ sent: sent.id, sending: sending.id, scheduled: scheduled.id, draft: draft.id },
  };
}

/** Equal start and end: quiet hours that never are, whatever the hour of the test. */
const anyHour = { quiet_hours_start: '00:00', quiet_hours_end: '00:00' };

async function addSegments(api: Api) {
  const premium = await api.messaging.segments.create({
    name: 'Premium customers',
    filter_criteria: { attribute: 'tier', operator: 'equals', value: 'premium' },
  });
  const frequent = await api.messaging.segments.create({
    name: 'Frequent buyers in big cities',
    filter_criteria: {
      operator: 'AND',
      conditions: [
        { attribute: 'orders', operator: 'gte', value: 5 },
        {
          operator: 'OR',
          conditions: [
            { attribute: 'city', operator: 'in', value: ['San Francisco', 'Chicago', 'London'] },
            { attribute: 'tier', operator: 'equals', value: 'premium' },
          ],
        },
      ],
    },
  });
  const everybody = await api.messaging.segments.create({
    name: 'Everybody who agreed',
    filter_criteria: { attribute: 'consent_state', operator: 'equals', value: 'OPT_IN' },
  });
  return { premium: premium.id, frequent: frequent.id, everybody: everybody.id };
}

async function addTemplates(api: Api): Promise<readonly [string, string]> {
  const sale = await api.messaging.templates.create({
    name: 'Spring sale',
    content: 'Hi {name}! Our spring sale starts today in {city}. Reply STOP to opt out.',
    variables: ['name', 'city'],
  });
  const points = await api.messaging.templates.create({
    name: 'Loyalty points',
    content: 'Thanks for {orders} orders, {name}. Your points are waiting at northwind.example/points',
    variables: ['name', 'orders'],
  });
  return [sale.id, points.id];
}
