import { timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Health, PartState, system } from '@marquee/api/system/system.contract';
import type { z } from 'zod';
import type { Implements, Sender } from '../kernel/context.ts';
import type { ServerMetrics } from '../lib/telemetry/metrics.ts';
import type { ProcessUsage } from '../lib/telemetry/process-usage.ts';

/** What the server knows of itself. */
export interface SystemDeps {
  readonly version: string;
  readonly environment: string;
  readonly startedAt: Date;
  readonly metrics: ServerMetrics;
  /** Lets callers of other machines read the metrics; null lets none. */
  readonly metricsToken: string | null;
  /** What this process was asked of marketing metrics. */
  readonly queries: () => z.output<typeof Health>['aggregator_stats'];
  readonly usage: () => Promise<ProcessUsage>;
  readonly databaseHealthy: () => Promise<boolean>;
  readonly engine: () => PartState;
  readonly worker: () => PartState;
  /** Whether the server is shutting down. */
  readonly isClosing: () => boolean;
}

// Orchestrators give a probe a second or a few; a database that takes longer is as good as away.
const databaseCheckMs = 2000;

/** Health, readiness and measurements. */
export function systemService(deps: SystemDeps): Implements<typeof system> {
  const { version, environment, startedAt } = deps;
  const uptime = (now: Date) => Math.max(0, Math.floor((now.getTime() - startedAt.getTime()) / 1000));
  return {
    async health(_input, { now }) {
      const database = await databaseState(deps);
      const [engine, worker] = [deps.engine(), deps.worker()];
      const status = overall({ database, engine, worker });
      const parts = { database, engine, worker, aggregator_stats: deps.queries() };
      const at = now();
      return { status, version, environment, ...parts, uptime_seconds: uptime(at), checked_at: at.toISOString() };
    },

    async ready(_input, ctx) {
      if (deps.isClosing()) return ctx.fail('unavailable', 'The server is shutting down.', { retryAfterSeconds: 5 });
      if ((await databaseState(deps)) === 'healthy') return { status: 'ready', database: 'healthy' };
      return ctx.fail('unavailable', 'The database cannot be reached.', { retryAfterSeconds: 5 });
    },

    async live() {
      return { status: 'alive' };
    },

    async metrics({ headers }, ctx) {
      if (!mayMeasure(ctx.sender, deps.metricsToken)) {
        return ctx.fail('forbidden', 'Metrics are for callers on this machine or with the metrics token as Bearer.');
      }
      if (wantsText(headers['accept'])) {
        const { registry } = deps.metrics;
        return { status: 200, headers: { 'content-type': registry.contentType }, body: await registry.metrics() };
      }
      const app = { name: 'Marquee', version, environment };
      const body = JSON.stringify({ app, system: await deps.usage(), uptime_seconds: uptime(ctx.now()) });
      return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body };
    },
  };
}

async function databaseState({ databaseHealthy }: SystemDeps): Promise<PartState> {
  const answered = new AbortController();
  try {
    const late = pause(databaseCheckMs, false, { signal: answered.signal }).catch(() => false);
    return (await Promise.race([databaseHealthy(), late])) ? 'healthy' : 'unavailable';
  } finally {
    answered.abort();
  }
}

function overall(parts: { readonly database: PartState; readonly engine: PartState; readonly worker: PartState }) {
  if (parts.database !== 'healthy') return 'unhealthy';
  return [parts.engine, parts.worker].every((state) => state === 'healthy' || state === 'elsewhere')
    ? 'healthy'
    : 'degraded';
}

function mayMeasure({ ip, bearer }: Sender, token: string | null): boolean {
  if (/^(::ffff:)?127\.|^::1$/.test(ip)) return true;
  if (token === null || bearer === null) return false;
  const [given, wanted] = [Buffer.from(bearer), Buffer.from(token)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Prometheus asks for text; a bare `curl`, which takes anything, gets the documented JSON. */
function wantsText(accept: string | undefined): boolean {
  return (
    accept !== undefined &&
    /text\/plain|application\/openmetrics-text/.test(accept) &&
    !accept.includes('application/json')
  );
}
