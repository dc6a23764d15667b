import { parseArgs } from 'node:util';
import type { WhatsappNumber } from './ledger/whatsapp.store.ts';
import { defaultSettings, type Settings } from './settings.ts';

/** What the command line says. */
export interface CarrierOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Folder of the ledger. */
  readonly folder: string;
  /** Auth tokens by account sid. */
  readonly accounts: ReadonlyMap<string, string>;
  readonly whatsappNumbers: readonly WhatsappNumber[];
  readonly settings: Settings;
  /** Callbacks under way at once. */
  readonly callbackConnections: number;
  /** End when standard input closes, so that a killed parent leaves no simulator behind. */
  readonly exitWithStdin: boolean;
}

/** The account that exists when none is named. */
export const defaultAccount: readonly [string, string] = [`AC${'5'.repeat(32)}`, 'simulated-auth-token'];

/**
 * Reads the command line.
 *
 * @throws {TypeError} on an unknown flag or a value that does not fit
 */
export function parseOptions(args: readonly string[]): CarrierOptions {
  const { values } = parseArgs({ args: [...args], options: flags, strict: true });
  if (values.data === undefined) throw new TypeError('--data DIR is required: the folder that keeps the ledger');
  return {
    host: values.host,
    port: whole('port', values.port),
    folder: values.data,
    accounts: accountsOf(values.accounts),
    whatsappNumbers: whatsappNumbersOf(values.whatsapp, values['whatsapp-url'] ?? null),
    settings: {
      ...defaultSettings,
      sent_after_ms: whole('sent-after-ms', values['sent-after-ms']),
      delivered_after_ms: whole('delivered-after-ms', values['delivered-after-ms']),
      spread_ms: whole('spread-ms', values['spread-ms']),
      response_delay_ms: whole('response-delay-ms', values['response-delay-ms']),
      callback_statuses: values.callbacks.split(',').filter((status) => status !== ''),
      callback_attempts: whole('callback-attempts', values['callback-attempts']),
      inbound_url: values['inbound-url'] ?? null,
      opt_out_handling: values['opt-outs'],
    },
    callbackConnections: whole('callback-connections', values['callback-connections']),
    exitWithStdin: values['exit-with-stdin'],
  };
}

const flags = {
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '0' },
  data: { type: 'string' },
  accounts: { type: 'string' },
  'inbound-url': { type: 'string' },
  whatsapp: { type: 'string' },
  'whatsapp-url': { type: 'string' },
  'sent-after-ms': { type: 'string', default: String(defaultSettings.sent_after_ms) },
  'delivered-after-ms': { type: 'string', default: String(defaultSettings.delivered_after_ms) },
  'spread-ms': { type: 'string', default: String(defaultSettings.spread_ms) },
  'response-delay-ms': { type: 'string', default: String(defaultSettings.response_delay_ms) },
  callbacks: { type: 'string', default: defaultSettings.callback_statuses.join(',') },
  'callback-attempts': { type: 'string', default: String(defaultSettings.callback_attempts) },
  'callback-connections': { type: 'string', default: '32' },
  'opt-outs': { type: 'boolean', default: defaultSettings.opt_out_handling },
  'exit-with-stdin': { type: 'boolean', default: false },
} as const;

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new TypeError(`--${name} takes a whole number, not "${text}"`);
  return Number(text);
}

function accountsOf(text: string | undefined): ReadonlyMap<string, string> {
  if (text === undefined) return new Map([defaultAccount]);
  return new Map(
    text.split(',').map((pair) => {
      const [sid = '', token = ''] = pair.split(':');
      if (!/^AC[0-9a-zA-Z]{32}$/.test(sid) || token === '')
        throw new TypeError('--accounts takes AC<32 letters or digits>:token,…');
      return [sid, token] as const;
    }),
  );
}

function whatsappNumbersOf(text: string | undefined, webhookUrl: string | null): readonly WhatsappNumber[] {
  if (text === undefined) return [];
  return text.split(',').map((one) => {
    const [number = '', phone_number_id = '', business_account_id = '', access_token = '', app_secret = ''] =
      one.split(':');
    if (!/^\+[1-9]\d{6,14}$/.test(number) || app_secret === '')
      throw new TypeError('--whatsapp takes +number:phone number id:account id:access token:app secret,…');
    return { number, phone_number_id, business_account_id, access_token, app_secret, webhook_url: webhookUrl };
  });
}
