import { contract } from '@marquee/api';
import type { AnyOperation, Operation } from '@marquee/api/operation';
import { scopesOfRole } from '@marquee/api/scopes';
import type { DemoAccess } from './demo.ts';
import type { RunningServer } from './server.ts';
import type { DemoState } from './workspace/demo/demo.store.ts';

const cities = ['San Francisco', 'Austin', 'New York', 'Berlin', 'London'] as const;
const names = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Frances', 'Ken', 'Radia', 'Tim'] as const;

// At one a second, the demo's send to all of them takes between six and seven minutes.
const contactCount = 400;

/** Fills the demo workspace through the same operations that anybody calls: senders, contacts, a segment, a template, a draft. */
export async function fillDemo(call: DemoCall, access: DemoAccess, carrierUrl: string | null): Promise<void> {
  const { contacts, segments, templates, campaigns, whatsappTemplates } = contract.messaging;
  await pointSenders(call, access, carrierUrl);
  for (let n = 0; n < contactCount; n += 1) {
    await call('messaging.contacts.create', contacts.create, {
      phone_e164: `+1415555${String(1000 + n)}`,
      consent_state: 'OPT_IN',
      consent_evidence: { source: 'demo', note: 'Made up for the demo; nobody has this number' },
      attributes: {
        name: `${names[n % names.length] ?? 'Ada'} ${n + 1}`,
        city: cities[n % cities.length] ?? 'Austin',
        tier: n % 3 === 0 ? 'premium' : 'standard',
      },
    });
  }
  const segment = await call('messaging.segments.create', segments.create, {
    name: 'Premium customers',
    filter_criteria: { attribute: 'tier', operator: 'equals', value: 'premium' },
  });
  const template = await call('messaging.templates.create', templates.create, {
    name: 'Spring sale',
    content: 'Hi {name}! Our spring sale starts today in {city}. Reply STOP to opt out.',
    variables: ['name', 'city'],
  });
  await call('messaging.campaigns.create', campaigns.create, {
    name: 'Spring promotion',
    template_id: idOf(template),
    segment_id: idOf(segment),
    sender_id: 'demo',
    rate_limit_per_second: 5,
  });
  if (carrierUrl === null) return;
  await call('messaging.whatsappTemplates.create', whatsappTemplates.create, {
    ...{ name: 'order_update', category: 'UTILITY', body_text: 'Hi {{1}}, your order {{2}} is on its way.' },
    body_variables: ['first_name', 'order'],
  });
}

/** The simulator listens on another port at every start; the demo's senders follow it. */
export async function pointSenders(put: DemoCall, access: DemoAccess, carrierUrl: string | null): Promise<void> {
  if (carrierUrl === null) return;
  const common = { base_url: carrierUrl, rate_per_second: 100, burst: 100, simulated: true };
  await put('messaging.senders.put', contract.messaging.senders.put, {
    ...{ ...common, sender_id: 'demo', phone_e164: '+15005550006' },
    account_sid: access.carrier.accountSid,
    auth_token: access.carrier.authToken,
  });
  const { whatsapp } = access;
  await put('messaging.senders.put', contract.messaging.senders.put, {
    ...{ ...common, sender_id: 'demo-whatsapp', kind: 'whatsapp', phone_e164: whatsapp.phone },
    whatsapp: {
      phone_number_id: whatsapp.phoneNumberId,
      business_account_id: whatsapp.businessAccountId,
      access_token: whatsapp.accessToken,
      app_secret: whatsapp.appSecret,
      verify_token: whatsapp.verifyToken,
    },
  });
}

/** Calls an operation in the demo. */
export type DemoCall = (name: string, operation: AnyOperation, input: object) => Promise<unknown>;

/** Calls operations as the demo's owner. A key could be revoked, and the demo would then start no more. */
export function demoCaller({ actAs }: Pick<RunningServer, 'actAs'>, { workspaceId, ownerId }: DemoState): DemoCall {
  const invoker = actAs({
    ...{ kind: 'user', workspaceId, userId: ownerId, apiKeyId: null, sessionId: null },
    ...{ role: 'owner', scopes: scopesOfRole.owner, endsAt: Number.POSITIVE_INFINITY },
  });
  return async (name, operation, input) => {
    const answer = await invoker.invoke({
      name,
      operation: operation as Operation,
      input,
      incoming: {
        requestId: 'demo',
        authorization: null,
        idempotencyKey: null,
        sender: {
          ip: '127.0.0.1',
          userAgent: null,
          origin: null,
          bearer: null,
          cookies: {},
          setCookie: () => undefined,
        },
        signal: AbortSignal.timeout(60_000),
        door: 'rest',
        limitOverride: [],
      },
    });
    return answer.value;
  };
}

/** The id of a record that was made. */
export function idOf(made: unknown): string {
  return (made as { id: string }).id; // every created record answers its id
}
