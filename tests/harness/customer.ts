import { Marquee } from '@marquee/sdk';
import type { ContactImport } from '@marquee/sdk/messaging';
import type { Carrier } from './carrier.ts';
import { until } from './until.ts';

/** Somebody with a workspace and an API key of their own. */
export interface Customer {
  readonly apiKey: string;
  readonly api: Marquee;
  /** Imports a CSV file and answers how it ended. */
  readonly importCsv: (csv: string) => Promise<ContactImport>;
}

/** Registers at a server, makes an API key and works with that from then on. */
export async function signUp(url: string): Promise<Customer> {
  const account = {
    email: 'ann@example.com',
    password: 'correct horse battery staple',
    full_name: 'Ann Example',
    workspace_name: 'Ann',
  };
  const { access_token } = await post<{ access_token: string }>(`${url}/api/v1/auth/register`, account);
  const key = {
    name: 'Tests',
    scopes: [
      'messaging:read',
      'messaging:write',
      'messaging:send',
      'metrics:read',
      'metrics:write',
      'system:read',
      'workspace:read',
      'workspace:admin',
      'events:read',
    ],
  };
  const { key: apiKey } = await post<{ key: string }>(`${url}/api/v1/workspace/api-keys`, key, access_token);
  return customerWith(url, apiKey);
}

/** Works with an API key that exists. */
export function customerWith(url: string, apiKey: string): Customer {
  // Tests count what the server answers: a client that repeats a call by itself would hide what they look for.
  const api = new Marquee({ baseUrl: url, apiKey, retries: 0 });
  return {
    apiKey,
    api,
    async importCsv(csv) {
      const file = new File([csv], 'customers.csv', { type: 'text/csv' });
      const { id } = await api.messaging.contactImports.create(file, { evidence: 'Nobody has these numbers' });
      return await until(
        'the import has ended',
        () => api.messaging.contactImports.get(id),
        ({ status }) => ['completed', 'failed', 'cancelled'].includes(status),
      );
    },
  };
}

/** The number that tests send from. */
export const senderPhone = '+15550001111';

/** Points the customer's only sender at the simulator. */
export async function putSender(
  { api }: Customer,
  carrier: Carrier,
  pace: { readonly ratePerSecond: number; readonly burst: number },
): Promise<void> {
  await api.messaging.senders.put('main', {
    ...{ phone_e164: senderPhone, account_sid: carrier.accountSid, auth_token: carrier.authToken },
    ...{ base_url: carrier.url, rate_per_second: pace.ratePerSecond, burst: pace.burst, simulated: true },
  });
}

/** A campaign to every contact whose attribute `batch` is the given one; answers its id. */
export async function createCampaign({ api }: Customer, batch: string): Promise<string> {
  const criteria = { attribute: 'batch', operator: 'equals', value: batch } as const;
  const segment = await api.messaging.segments.create({ name: `Batch ${batch}`, filter_criteria: criteria });
  const template = await api.messaging.templates.create({
    name: `Batch ${batch}`,
    content: 'Hi {name}, reply STOP to opt out.',
    variables: ['name'],
  });
  const campaign = await api.messaging.campaigns.create({
    name: `Batch ${batch}`,
    template_id: template.id,
    segment_id: segment.id,
  });
  return campaign.id;
}

/** The report, once the campaign is completed and every message has its final word. */
export async function settledReport({ api }: Customer, campaignId: string) {
  return await until(
    'the campaign is completed and settled',
    () => api.messaging.campaigns.summary(campaignId),
    ({ status, performance_metrics: numbers }) => status === 'completed' && numbers.messages_in_flight === 0,
  );
}

/** Recipients of the campaign's messages that stand so. */
export async function recipientsWith(
  { api }: Customer,
  campaignId: string,
  status: 'calling' | 'excluded',
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for await (const { recipient_phone } of api.messaging.messages.list({ campaign_id: campaignId, status, limit: 500 }))
    found.add(recipient_phone);
  return found;
}

async function post<T>(url: string, body: object, bearer?: string): Promise<T> {
  const headers = {
    'content-type': 'application/json',
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
  };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`POST ${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T; // as the contract says
}
