import { availableParallelism, homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { S3Settings } from './gateways/s3.ts';

/** The database itself, or one DuckDB file in the data folder with so much memory. */
export type MetricsStoreChoice =
  | { readonly kind: 'database' }
  | { readonly kind: 'duckdb'; readonly memoryMb: number; readonly threads: number };

/** Everything the environment decides, parsed once. */
export interface Config {
  readonly environment: 'development' | 'production';
  readonly version: string;
  /** The variables themselves, for the programs that this one starts. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly host: string;
  readonly port: number;
  /** Where clients and providers reach this server; signatures are checked over it. Null means loopback and the port. */
  readonly publicUrl: string | null;
  /** Folder for all state that is not in Postgres. */
  readonly dataDir: string;
  /** Where files are kept; null means the data folder. */
  readonly fileBucket: S3Settings | null;
  /** Postgres; null means PGlite in the data folder. */
  readonly databaseUrl: string | null;
  readonly databaseConnectionsMax: number;
  /** Where metrics are kept. */
  readonly metricsStore: MetricsStoreChoice;
  readonly temporal: { readonly address: string | null; readonly namespace: string; readonly cacheDir: string };
  readonly demo: boolean;
  readonly registrationOpen: boolean;
  /** 32 bytes in base64 or hex; null means a key file in the data folder. */
  readonly secretKey: string | null;
  readonly allowedHosts: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly mail: { readonly smtpUrl: string | null; readonly from: string };
  readonly metricsToken: string | null;
  readonly telemetryEndpoint: string | null;
  readonly logLevel: string;
  /** Bytes of answers about metrics that each process keeps at most. */
  readonly metricsCacheBytes: number;
  /** Whether senders may point at the carrier simulator. */
  readonly simulator: boolean;
  /** Whether events may be posted to private addresses and over plain http. */
  readonly webhooksToPrivate: boolean;
  /** From a call to the carrier without a known answer to when the carrier's list is conclusive about it. */
  readonly settleMs: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration from environment variables.
 *
 * @throws one error that names every variable that is wrong
 */
export function readConfig(env: Environment = process.env): Config {
  const wrong: string[] = [];
  const production = env['NODE_ENV'] === 'production';
  const host = env['HOST'] ?? '127.0.0.1';
  const port = integer(env, 'PORT', { fallback: 4000, min: 0, max: 65_535, wrong });
  const publicUrl = url(env, 'MARQUEE_PUBLIC_URL', wrong);
  const config: Config = {
    environment: production ? 'production' : 'development',
    version: env['MARQUEE_VERSION'] ?? '0.1.0',
    variables: env,
    host,
    port,
    publicUrl,
    dataDir: resolve(env['MARQUEE_DATA'] ?? '.marquee'),
    fileBucket: fileBucket(env, wrong),
    databaseUrl: env['DATABASE_URL'] ?? null,
    databaseConnectionsMax: integer(env, 'MARQUEE_DATABASE_CONNECTIONS', { fallback: 10, min: 2, max: 500, wrong }),
    metricsStore: metricsStore(env, wrong),
    temporal: {
      address: env['TEMPORAL_ADDRESS'] ?? null,
      namespace: env['TEMPORAL_NAMESPACE'] ?? 'default',
      cacheDir: join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'marquee'),
    },
    demo: flag(env, 'MARQUEE_DEMO', { fallback: !production, wrong }),
    registrationOpen: flag(env, 'MARQUEE_REGISTRATION', { fallback: !production, wrong }),
    secretKey: env['MARQUEE_SECRET_KEY'] ?? null,
    allowedHosts: [...list(env, 'MARQUEE_ALLOWED_HOSTS'), 'localhost', '127.0.0.1', '[::1]'],
    corsOrigins: ['app://marquee', ...list(env, 'MARQUEE_CORS_ORIGINS')],
    trustedProxies: list(env, 'MARQUEE_TRUSTED_PROXIES'),
    mail: { smtpUrl: env['SMTP_URL'] ?? null, from: env['MARQUEE_MAIL_FROM'] ?? 'Marquee <marquee@localhost>' },
    metricsToken: env['MARQUEE_METRICS_TOKEN'] ?? null,
    telemetryEndpoint: env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? null,
    logLevel: env['LOG_LEVEL'] ?? 'info',
    metricsCacheBytes:
      1024 * 1024 * integer(env, 'MARQUEE_METRICS_CACHE_MB', { fallback: 64, min: 1, max: 65_536, wrong }),
    simulator: flag(env, 'MARQUEE_SIMULATOR', { fallback: !production, wrong }),
    webhooksToPrivate: flag(env, 'MARQUEE_WEBHOOKS_PRIVATE', { fallback: false, wrong }),
    // A call ends within 15 s; twice that, and none can still be on its way when the carrier's list is read.
    settleMs: integer(env, 'MARQUEE_SETTLE_MS', { fallback: 30_000, min: 1000, max: 3_600_000, wrong }),
  };
  if (wrong.length > 0)
    throw new Error(`The environment is not right:\n${wrong.map((each) => `  ${each}`).join('\n')}`);
  return config;
}

interface Range {
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
  readonly wrong: string[];
}

function integer(env: Environment, name: string, { fallback, min, max, wrong }: Range): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  wrong.push(`${name} is ${JSON.stringify(text)}; give a whole number from ${min} to ${max}`);
  return fallback;
}

function flag(env: Environment, name: string, { fallback, wrong }: { fallback: boolean; wrong: string[] }): boolean {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  if (['1', 'true', 'yes'].includes(text)) return true;
  if (['0', 'false', 'no'].includes(text)) return false;
  wrong.push(`${name} is ${JSON.stringify(text)}; give 1 or 0`);
  return fallback;
}

function url(env: Environment, name: string, wrong: string[]): string | null {
  const text = env[name];
  if (text === undefined || text === '') return null;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '');
  wrong.push(`${name} is ${JSON.stringify(text)}; give an http or https address`);
  return null;
}

function metricsStore(env: Environment, wrong: string[]): MetricsStoreChoice {
  const chosen = env['MARQUEE_METRICS'] || 'database';
  const memoryMb = integer(env, 'MARQUEE_METRICS_MEMORY_MB', { fallback: 1024, min: 64, max: 1_048_576, wrong });
  const threads = integer(env, 'MARQUEE_METRICS_THREADS', {
    fallback: availableParallelism(),
    min: 1,
    max: 512,
    wrong,
  });
  if (chosen === 'duckdb') return { kind: 'duckdb', memoryMb, threads };
  if (chosen !== 'database') wrong.push(`MARQUEE_METRICS is ${JSON.stringify(chosen)}; give database or duckdb`);
  return { kind: 'database' };
}

function fileBucket(env: Environment, wrong: string[]): S3Settings | null {
  const [endpoint, bucket] = [url(env, 'MARQUEE_S3_ENDPOINT', wrong), env['MARQUEE_S3_BUCKET'] ?? ''];
  const [accessKeyId, secretAccessKey] = [
    env['MARQUEE_S3_ACCESS_KEY_ID'] ?? '',
    env['MARQUEE_S3_SECRET_ACCESS_KEY'] ?? '',
  ];
  const prefix = (env['MARQUEE_S3_PREFIX'] ?? '').replaceAll(/^\/+|\/+$/g, '');
  if (bucket === '') {
    const meant = Object.keys(env).find((name) => name.startsWith('MARQUEE_S3_') && env[name] !== '');
    if (meant !== undefined) wrong.push(`MARQUEE_S3_BUCKET is missing, though ${meant} is set; name the bucket`);
    return null;
  }
  if ((accessKeyId === '') !== (secretAccessKey === '')) {
    wrong.push('MARQUEE_S3_ACCESS_KEY_ID and MARQUEE_S3_SECRET_ACCESS_KEY go together; give both or neither');
  }
  if (!/^[A-Za-z0-9._/-]*$/.test(prefix)) {
    wrong.push(
      `MARQUEE_S3_PREFIX is ${JSON.stringify(prefix)}; use letters, digits, dots, dashes, underscores and slashes`,
    );
  }
  const credentials = accessKeyId === '' ? null : { accessKeyId, secretAccessKey };
  return { bucket, endpoint, region: env['MARQUEE_S3_REGION'] || 'us-east-1', credentials, prefix };
}

function list(env: Environment, name: string): string[] {
  return (env[name] ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
