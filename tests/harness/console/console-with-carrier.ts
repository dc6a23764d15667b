import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCarrier, type Carrier } from '../carrier.ts';
import { openConsole, type OpenConsole } from './console.ts';

/** The console of a whole installation, and a carrier that calls it back. */
export interface ConsoleWithCarrier extends OpenConsole {
  readonly carrier: Carrier;
}

/** Starts a server with its engine and worker, a carrier and a browser. */
export async function openConsoleWithCarrier(env: Readonly<Record<string, string>> = {}): Promise<ConsoleWithCarrier> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'marquee-carrier-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const opened = stack.use(await openConsole(env, 'start'));
  const carrier = stack.use(await startCarrier(folder, opened.serving.baseUrl));
  const owned = stack.move();
  return { ...opened, carrier, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
