import { AsyncLocalStorage } from 'node:async_hooks';
import { pino, type DestinationStream, type Logger } from 'pino';

/** What says to whom a log line belongs. */
export interface LogIds {
  readonly request_id?: string;
  readonly workflow_id?: string;
  readonly run_id?: string;
  readonly activity?: string;
}

const current = new AsyncLocalStorage<LogIds>();

/** Runs `work` so that every line it logs carries the ids, however deep and on whichever logger. */
export function withLogIds<T>(ids: LogIds, work: () => T): T {
  return current.run({ ...current.getStore(), ...ids }, work);
}

/** How the server logs. */
export interface LogOptions {
  /** As pino knows it: `trace` to `fatal`, or `silent`. */
  readonly level: string;
  /** Standard output unless given. */
  readonly destination?: DestinationStream;
  /** On every line, such as the version. */
  readonly base?: Readonly<Record<string, string>>;
}

const secrets = [
  'password',
  'new_password',
  'token',
  'access_token',
  'refresh_token',
  'authorization',
  'cookie',
  'api_key',
  'secret',
];

/** The server's log: one JSON object a line, secrets left out, phone numbers masked whatever field or text they are in. */
export function createLog({ level, destination, base = {} }: LogOptions): Logger {
  const options = {
    level,
    base,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' },
    mixin: () => ({ ...current.getStore() }),
    // The finished line is masked, not single fields: numbers hide in messages, URLs and database errors as well.
    hooks: { streamWrite: maskPhones },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

const international = /(\+|%2B)\d(?:[ ().-]{0,2}\d){4,12}((?:[ ().-]{0,2}\d){2})/gi;
const digitsInField = /(\\*"(?:phone\w*|\w+_phone|to|from|wa_id|msisdn|recipient)\\*":\s*\\*")\d{5,13}(\d{2})/gi;

/** The text with all but the last two digits of each phone number hidden. */
export function maskPhones(text: string): string {
  return text.replace(international, '$1***$2').replace(digitsInField, '$1***$2');
}
