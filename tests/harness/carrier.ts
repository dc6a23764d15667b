import { fileURLToPath } from 'node:url';
import { startProgram, whileRunning } from './program.ts';
import { until } from './until.ts';

const main = fileURLToPath(new URL('../../apps/carrier/src/main.ts', import.meta.url));

/** The simulator as its operator sees it: the ledger counts what really was sent. */
export interface Carrier extends AsyncDisposable {
  readonly url: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** Messages by recipient, of recipients whose number begins so. */
  readonly recipients: (prefix: string) => Promise<ReadonlyMap<string, number>>;
  /** The most messages taken in any one second. */
  readonly busiestSecond: () => Promise<number>;
  /** Create calls that were turned away or left hanging without a message. */
  readonly refusals: () => Promise<number>;
  /** Changes settings of the simulator. */
  readonly change: (settings: object) => Promise<void>;
  readonly addRule: (rule: object) => Promise<void>;
  readonly deleteRules: () => Promise<void>;
  /** A person writes to a sender. */
  readonly writes: (message: { readonly from: string; readonly to: string; readonly body: string }) => Promise<void>;
}

/** Starts a simulator that outlives the servers of the test; inbound messages go to `serverUrl`. */
export async function startCarrier(dataDir: string, serverUrl: string): Promise<Carrier> {
  const [accountSid, authToken] = [`AC${'5'.repeat(32)}`, 'simulated-auth-token'];
  const flags = {
    data: dataDir,
    accounts: `${accountSid}:${authToken}`,
    'inbound-url': `${serverUrl}/api/v1/hooks/twilio/inbound`,
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const program = startProgram({ script: main, args: [...args, '--exit-with-stdin'] });
  const url = await until(
    'the simulator is ready',
    () => whileRunning(program, async () => /^READY (\S+)$/m.exec(program.printed())?.[1] ?? ''),
    (found) => found !== '',
  );
  const call = (method: string, path: string, body?: object) => callSimulator(`${url}/simulator${path}`, method, body);
  return {
    ...{ url, accountSid, authToken },
    async recipients(prefix) {
      const all = (await call('GET', '/ledger/recipients')) as Record<string, number>;
      return new Map(Object.entries(all).filter(([phone]) => phone.startsWith(prefix)));
    },
    async busiestSecond() {
      const { busiest_second } = (await call('GET', '/ledger')) as { busiest_second: number };
      return busiest_second;
    },
    async refusals() {
      const { refusals } = (await call('GET', '/ledger')) as { refusals: Record<string, number> };
      return Object.values(refusals).reduce((sum, count) => sum + count, 0);
    },
    change: async (settings) => void (await call('PUT', '/settings', settings)),
    addRule: async (rule) => void (await call('POST', '/rules', rule)),
    deleteRules: async () => void (await call('DELETE', '/rules')),
    writes: async (message) => void (await call('POST', '/inbound', message)),
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

async function callSimulator(url: string, method: string, body: object | undefined): Promise<unknown> {
  const init =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(url, { method, ...init });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return await response.json();
}
