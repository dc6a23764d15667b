import type { Marquee } from '@marquee/sdk';
import type { Carrier } from '../carrier.ts';
import { customerWith, settledReport } from '../customer.ts';
import type { Serving } from '../serving.ts';
import { until } from '../until.ts';
import { approvedTemplate, putWhatsappSender } from '../whatsapp.ts';
import { shopCampaigns, type ShopCampaigns } from './shop-campaigns.ts';
import { shopCsv, shopFigures } from './shop-data.ts';

/** A shop that has worked for a while: something of everything that a screen can show. */
export interface Shop extends ShopCampaigns {
  readonly api: Marquee;
  /** A customer who has agreed. */
  readonly contact: string;
  readonly importId: string;
  readonly webhookId: string;
  /** Reviewed by the simulator's Meta. */
  readonly whatsappTemplate: string;
}

/**
 * Fills the owner's workspace through the operations that anybody calls; every send goes to the simulator.
 *
 * @param sendsPerSecond of the campaign that is under way, to more than a thousand people
 */
export async function openShop(serving: Serving, carrier: Carrier, sendsPerSecond = 1): Promise<Shop> {
  const customer = customerWith(serving.baseUrl, serving.apiKey);
  const { api } = customer;
  await api.workspace.settings.update({
    ...{ name: 'Northwind Market', time_zone: 'Europe/Berlin' },
    default_quiet_hours: { start: '21:00', end: '09:00' },
  });
  await carrier.change({ sent_after_ms: 20, delivered_after_ms: 80 });
  await putSenders(api, carrier);
  const imported = await customer.importCsv(shopCsv(1300));
  await api.metrics.batches.upload({ data_type: 'shop_ads', data: shopFigures(60) });
  await api.metrics.views.create({
    name: 'Spend by channel',
    query: {
      metrics: [{ name: 'total_spend', data_type: 'shop_ads', dimensions: ['channel'] }],
      granularity: 86_400,
      time_range: { last: 28 * 86_400 },
    },
  });
  for (const [email, role] of [
    ['grace@example.com', 'admin'],
    ['alan@example.com', 'operator'],
    ['radia@example.com', 'viewer'],
  ] as const)
    await api.workspace.members.invite({ email, role });
  await putWhatsappSender(customer, carrier, serving.baseUrl);
  await approvedTemplate(customer, 'order_update');
  const { items: templates } = await api.messaging.whatsappTemplates.list({ name: 'order_update' });
  const { webhook } = await addWebhook(api);
  const campaigns = await shopCampaigns(customer, sendsPerSecond);
  await settledReport(customer, campaigns.sent);
  await answers(api, carrier);
  return {
    ...campaigns,
    api,
    contact: '+12015550100',
    importId: imported.id,
    webhookId: webhook,
    whatsappTemplate: templates[0]?.id ?? '',
  };
}

async function putSenders(api: Marquee, carrier: Carrier): Promise<void> {
  const account = { account_sid: carrier.accountSid, auth_token: carrier.authToken, base_url: carrier.url };
  for (const [id, phone_e164, rate_per_second] of [
    ['main', '+15550001111', 100],
    ['orders', '+15550003333', 20],
  ] as const)
    await api.messaging.senders.put(id, { ...account, phone_e164, rate_per_second, burst: 100, simulated: true });
  await api.workspace.settings.update({ default_sender_id: 'main' });
}

/** Its address is one that nobody listens at: what it is sent fails, and is tried again. */
async function addWebhook(api: Marquee): Promise<{ readonly webhook: string }> {
  const { id } = await api.events.webhooks.create({
    url: 'http://127.0.0.1:9/marquee',
    description: 'Order desk',
    event_names: ['messaging.campaigns.*'],
  });
  await api.events.webhooks.test(id);
  return { webhook: id };
}

/** One customer leaves, one may have meant to, one asks something. */
async function answers(api: Marquee, carrier: Carrier): Promise<void> {
  const to = '+15550001111';
  await carrier.writes({ from: '+12065550101', to, body: 'STOP' });
  await carrier.writes({ from: '+13125550104', to, body: 'please stop sending me these' });
  await carrier.writes({ from: '+14155550106', to, body: 'Is the offer still on?' });
  await until(
    'the answers have come in',
    () => api.messaging.inbound.list({ limit: 10 }),
    ({ items }) => items.length === 3,
  );
}
