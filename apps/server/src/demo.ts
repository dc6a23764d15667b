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
  const kept = await readFile(path, 'utf8').catch(() => null);
  if (kept !== null) return JSON.parse(kept) as DemoAccess; // written below, by us alone
  const access: DemoAccess = {
    email,
    password: randomBytes(9).toString('base64url'),
    apiKey: newApiKeySecret().key,
    carrier: { accountSid: `AC${randomBytes(16).toString('hex')}`, authToken: randomBytes(16).toString('hex') },
  };
  await writeFile(path, JSON.stringify(access, null, 2), { mode: 0o600 });
  return access;
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
  const { contacts, segments, templates, campaigns } = contract.messaging;
  await pointSender(invoker, access, carrierUrl);
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
}

/** The simulator listens on another port at every start; the demo's sender follows it. */
export async function pointSender(invoker: Invoker, access: DemoAccess, carrierUrl: string | null): Promise<void> {
  if (carrierUrl === null) return;
  await caller(invoker, access.apiKey)('messaging.senders.put', contract.messaging.senders.put, {
    sender_id: 'demo',
    phone_e164: '+15005550006',
    account_sid: access.carrier.accountSid,
    auth_token: access.carrier.authToken,
    base_url: carrierUrl,
    rate_per_second: 100,
    burst: 100,
    simulated: true,
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
