import { contract } from '@marquee/api';
import type { AnyOperation, Operation } from '@marquee/api/operation';
import { scopes } from '@marquee/api/scopes';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { insertOwner } from './auth/accounts.ts';
import { hashPassword } from './auth/passwords.ts';
import { userByEmail } from './auth/auth.store.ts';
import type { AsSystem } from './database/database.ts';
import type { Invoker } from './kernel/invoker.ts';
import { newApiKeySecret } from './workspace/api-key-secret.ts';
import { insertApiKey } from './workspace/api-keys.store.ts';

/** How to get into the demo workspace, and the account its simulated sender uses. */
export interface DemoAccess {
  readonly email: string;
  readonly password: string;
  readonly apiKey: string;
  readonly carrier: { readonly accountSid: string; readonly authToken: string };
  readonly whatsapp: DemoWhatsapp;
}

/** The number at the simulator's WhatsApp side. */
export interface DemoWhatsapp {
  readonly phone: string;
  readonly phoneNumberId: string;
  readonly businessAccountId: string;
  readonly accessToken: string;
  readonly appSecret: string;
  readonly verifyToken: string;
}

/** What making the demo needs. */
export interface DemoDeps {
  readonly asSystem: AsSystem;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly dataDir: string;
}

const email = 'demo@marquee.localhost';

/** The demo's credentials: made on the first start, kept in `demo.json` of the data folder, readable by its owner only. */
export async function demoAccess(dataDir: string): Promise<DemoAccess> {
  const path = join(dataDir, 'demo.json');
  const text = await readFile(path, 'utf8').catch(() => '{}');
  const kept = JSON.parse(text) as Partial<DemoAccess>; // written below, by us alone, but maybe by an older version
  const { whatsapp } = kept;
  const access: DemoAccess = { ...newAccess(), ...kept };
  if (whatsapp === undefined) await writeFile(path, JSON.stringify(access, null, 2), { mode: 0o600 });
  return access;
}

function newAccess(): DemoAccess {
  const secret = () => randomBytes(16).toString('hex');
  return {
    email,
    password: randomBytes(9).toString('base64url'),
    apiKey: newApiKeySecret().key,
    carrier: { accountSid: `AC${secret()}`, authToken: secret() },
    whatsapp: {
      ...{ phone: '+15005550020', phoneNumberId: '100000000000001', businessAccountId: '200000000000001' },
      ...{ accessToken: secret(), appSecret: secret(), verifyToken: secret() },
    },
  };
}

/** Makes the demo workspace, its owner and its API key, unless they are there. */
export async function ensureDemoWorkspace(
  { asSystem, now, newId }: DemoDeps,
  access: DemoAccess,
  keyHash: string,
): Promise<boolean> {
  if ((await asSystem('demo', (db) => userByEmail(db, email))) !== undefined) return false;
  const passwordHash = await hashPassword(access.password);
  const at = now().toISOString();
  const [userId, workspaceId] = [newId(), newId()];
  await asSystem('demo', async (db) => {
    const owner = { userId, workspaceId, email, fullName: 'Demo Owner', passwordHash, at };
    await insertOwner(db, { ...owner, workspaceName: 'Demo', timeZone: 'UTC', isDemo: true });
    await insertApiKey(db, {
      workspace_id: workspaceId,
      id: newId(),
      name: 'Demo',
      prefix: access.apiKey.slice(0, 14),
      key_hash: keyHash,
      scopes: [...scopes],
      made_by: userId,
      created_at: at,
      expires_at: null,
    });
  });
  return true;
}

const cities = ['San Francisco', 'Austin', 'New York', 'Berlin', 'London'] as const;
const names = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Frances', 'Ken', 'Radia', 'Tim'] as const;

/** Fills the demo workspace through the same operations that anybody calls: a sender, contacts, a segment, a template, a draft. */
export async function fillDemo(invoker: Invoker, access: DemoAccess, carrierUrl: string | null): Promise<void> {
  const call = caller(invoker, access.apiKey);
  const { contacts, segments, templates, campaigns, whatsappTemplates } = contract.messaging;
  await pointSenders(invoker, access, carrierUrl);
  for (let n = 0; n < 40; n += 1) {
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
export async function pointSenders(invoker: Invoker, access: DemoAccess, carrierUrl: string | null): Promise<void> {
  if (carrierUrl === null) return;
  const put = caller(invoker, access.apiKey);
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

function caller(invoker: Invoker, apiKey: string) {
  return async (name: string, operation: AnyOperation, input: object): Promise<unknown> => {
    const answer = await invoker.invoke({
      name,
      operation: operation as Operation,
      input,
      incoming: {
        requestId: 'demo',
        authorization: `Bearer ${apiKey}`,
        idempotencyKey: null,
        sender: {
          ip: '127.0.0.1',
          userAgent: null,
          origin: null,
          bearer: apiKey,
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

function idOf(made: unknown): string {
  return (made as { id: string }).id; // every created record answers its id
}
