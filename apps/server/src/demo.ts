import { scopes } from '@marquee/api/scopes';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { insertOwner } from './auth/accounts.ts';
import { hashPassword } from './auth/passwords.ts';
import type { AsSystem } from './database/database.ts';
import { newApiKeySecret } from './workspace/api-key-secret.ts';
import { insertApiKey } from './workspace/api-keys.store.ts';
import { demoDefaults, findDemo, markFilling, type DemoState } from './workspace/demo/demo.store.ts';

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

/** Where the demo's credentials are kept; without the file, the next start makes the demo anew. */
export function demoFile(dataDir: string): string {
  return join(dataDir, 'demo.json');
}

/**
 * The demo's credentials: made on the first start, kept in `demo.json` of the data folder, readable by its owner only; null when
 * the demo was deleted.
 */
export async function demoAccess(dataDir: string): Promise<DemoAccess | null> {
  const text = await readFile(demoFile(dataDir), 'utf8').catch(() => '{}');
  const kept = JSON.parse(text) as Partial<DemoAccess> & { readonly isDeleted?: boolean }; // written here, but maybe by an older version
  if (kept.isDeleted === true) return null;
  const { whatsapp } = kept;
  const access: DemoAccess = { ...newAccess(), ...kept };
  if (whatsapp === undefined) await keep(dataDir, access);
  return access;
}

/** Notes that the demo was deleted, so that no start makes it again. */
export async function forgetDemo(dataDir: string): Promise<void> {
  await keep(dataDir, { isDeleted: true });
}

async function keep(dataDir: string, what: DemoAccess | { readonly isDeleted: true }): Promise<void> {
  await writeFile(demoFile(dataDir), JSON.stringify(what, null, 2), { mode: 0o600 });
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

/** Makes the demo workspace, its owner and its API key, unless they are there. What is in it comes after. */
export async function ensureDemoWorkspace(
  { asSystem, now, newId }: DemoDeps,
  access: DemoAccess,
  keyHash: string,
): Promise<DemoState> {
  const found = await asSystem('demo', findDemo);
  if (found !== undefined) return found;
  const passwordHash = await hashPassword(access.password);
  const at = now().toISOString();
  const [userId, workspaceId] = [newId(), newId()];
  const { name: workspaceName, timeZone } = demoDefaults;
  await asSystem('demo', async (db) => {
    const owner = { userId, workspaceId, email, fullName: 'Demo Owner', passwordHash, at };
    await insertOwner(db, { ...owner, workspaceName, timeZone, isDemo: true });
    await markFilling(db, workspaceId, at);
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
  return { workspaceId, ownerId: userId, isFilled: false };
}
