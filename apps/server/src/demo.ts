import { scopes } from '@marquee/api/scopes';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { insertOwner } from './auth/accounts.ts';
import { hashPassword } from './auth/passwords.ts';
import { userByEmail } from './auth/auth.store.ts';
import type { AsSystem } from './database/database.ts';
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
