import type { Carrier } from './carrier.ts';
import type { Customer } from './customer.ts';
import { until } from './until.ts';

/** The WhatsApp number that tests send from. */
export const whatsappNumber = {
  ...{ phone_number_id: '106540352242922', number: '+15550002222', business_account_id: '102290129340398' },
  ...{ access_token: 'token-of-a-system-user', app_secret: 'secret-of-the-app' },
} as const;

/** What Meta shows when it verifies the webhook. */
export const verifyToken = 'a verify token made up for tests';

/** Makes the number known to the simulator, and to the customer's workspace as the sender `whatsapp`. */
export async function putWhatsappSender({ api }: Customer, carrier: Carrier, serverUrl: string): Promise<void> {
  await callSimulator(carrier, 'PUT /whatsapp-numbers', {
    ...whatsappNumber,
    webhook_url: `${serverUrl}/api/v1/hooks/whatsapp`,
  });
  const { number, ...whatsapp } = whatsappNumber;
  await api.messaging.senders.put('whatsapp', {
    ...{ kind: 'whatsapp', phone_e164: number, base_url: carrier.url, simulated: true },
    ...{ rate_per_second: 80, burst: 80, whatsapp: { ...whatsapp, verify_token: verifyToken } },
  });
}

/** Makes a template and waits until it has been reviewed. */
export async function approvedTemplate({ api }: Customer, name: string): Promise<void> {
  await api.messaging.whatsappTemplates.create({
    ...{ name, category: 'UTILITY', body_text: 'Hi {{1}}, your order {{2}} is ready.' },
    body_variables: ['first_name', 'order'],
  });
  await until(
    'the template is approved',
    () => api.messaging.whatsappTemplates.list({ name }),
    ({ items }) => items[0]?.status === 'approved',
  );
}

/** A person writes to the number. */
export async function writesByWhatsapp(
  carrier: Carrier,
  message: { readonly from: string; readonly body: string; readonly ago_ms?: number; readonly copies?: number },
): Promise<void> {
  await callSimulator(carrier, 'POST /whatsapp-inbound', { ...message, to: whatsappNumber.number });
}

/** What the simulator has taken through the WhatsApp number: every text, by recipient. */
export async function takenByWhatsapp(carrier: Carrier): Promise<ReadonlyMap<string, readonly string[]>> {
  const route = `GET /ledger/messages?account_sid=${whatsappNumber.phone_number_id}&direction=outbound-api` as const;
  const { messages } = (await callSimulator(carrier, route)) as {
    readonly messages: readonly { readonly to_number: string; readonly body: string }[];
  }; // as its README says
  const found = Map.groupBy(messages, ({ to_number }) => to_number);
  return new Map([...found].map(([to, some]) => [to, some.map(({ body }) => body)]));
}

/** Reviews a template at the simulator; `silent` without telling the server. */
export async function reviewTemplate(
  carrier: Carrier,
  review: { readonly name: string; readonly status: string; readonly reason?: string; readonly silent?: boolean },
): Promise<void> {
  await callSimulator(carrier, 'PUT /whatsapp-templates', review);
}

/** How one message stands, once it stands as expected. */
export async function messageThat({ api }: Customer, id: string, isSo: (status: string) => boolean) {
  return await until(
    'the message stands as expected',
    () => api.messaging.messages.get(id),
    ({ status }) => isSo(status),
  );
}

/** Calls the simulator as its operator. */
export async function callSimulator(
  { url }: Carrier,
  route: `${'GET' | 'PUT' | 'POST'} /${string}`,
  body?: object,
): Promise<unknown> {
  const [method = '', path = ''] = route.split(' ');
  const init =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${url}/simulator${path}`, { method, ...init });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return await response.json();
}
