import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { demoAccess, ensureDemoWorkspace, type DemoAccess } from './demo.ts';
import { runDemo } from './demo-running.ts';
import { startChildProgram, type ChildProgram } from './lib/child-program.ts';
import { sha256 } from './lib/crypto/crypto.ts';
import { startServer, type RunningServer, type StartOptions } from './server.ts';

/** Everything on one machine: the server, the carrier simulator beside it, and demo data in it. */
export interface LocalInstallation extends AsyncDisposable {
  readonly server: RunningServer;
  readonly carrierUrl: string | null;
  readonly demo: DemoAccess | null;
  /** Whether there would be a demo if nobody had deleted it. */
  readonly isDemoDeleted: boolean;
}

/** Starts a whole installation. The simulator starts first, so that the demo's sender knows where it is. */
export async function startLocal(config: Config, options: Omit<StartOptions, 'role'>): Promise<LocalInstallation> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await startServer(config, { ...options, role: 'all' }));
  const access = config.demo ? await demoAccess(config.dataDir) : null;
  const carrier =
    access !== null && config.simulator ? stack.use(await startCarrier(config, access, server.url)) : null;
  const carrierUrl = carrier?.ready ?? null;
  if (access !== null) {
    const { dataDir } = config;
    const state = await ensureDemoWorkspace({ ...server.deps, dataDir }, access, sha256(access.apiKey));
    await runDemo({ server, access, state, carrierUrl, dataDir });
  }
  const owned = stack.move();
  const isDemoDeleted = config.demo && access === null;
  return { server, carrierUrl, demo: access, isDemoDeleted, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function startCarrier(config: Config, { carrier, whatsapp }: DemoAccess, url: string): Promise<ChildProgram> {
  const { phone, phoneNumberId, businessAccountId, accessToken, appSecret } = whatsapp;
  const args = {
    port: '0',
    data: join(config.dataDir, 'carrier'),
    accounts: `${carrier.accountSid}:${carrier.authToken}`,
    'inbound-url': `${url}/api/v1/hooks/twilio/inbound`,
    whatsapp: [phone, phoneNumberId, businessAccountId, accessToken, appSecret].join(':'),
    'whatsapp-url': `${url}/api/v1/hooks/whatsapp`,
  };
  return startChildProgram({
    script: fileURLToPath(new URL('../../carrier/src/main.ts', import.meta.url)),
    args: [...Object.entries(args).flatMap(([name, value]) => [`--${name}`, value]), '--exit-with-stdin'],
  });
}
