// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, RequestOptions } from '../../calls/resource.ts';

/** `marquee.system`: health, live, metrics, openapi, ready. */
export class SystemOperations extends Resource {
  /**
   * Tell how the server and its parts are.
   *
   * Always answers 200 while the process lives; read `status`.
   *
   * @example
   * const health = await marquee.system.health();
   */
  health(options?: RequestOptions): ApiPromise<Health> {
    return this.client.call('GET /system/health', {}, options);
  }

  /**
   * Tell that the process is alive.
   *
   * @example
   * const liveness = await marquee.system.live();
   */
  live(options?: RequestOptions): ApiPromise<Liveness> {
    return this.client.call('GET /system/health/live', {}, options);
  }

  /**
   * Measure the server.
   *
   * JSON, or the Prometheus text format when `Accept` asks for `text/plain`. Open to callers on the same machine,
   * and to others with the configured token as Bearer.
   *
   * @throws {ForbiddenError}
   * @example
   * const serverMetrics = await marquee.system.metrics();
   */
  metrics(options?: RequestOptions): ApiPromise<ServerMetrics> {
    return this.client.call('GET /system/metrics', { accept: 'application/json' }, options);
  }

  /**
   * Download the OpenAPI 3.1 document of this API.
   *
   * @example
   * const openApiDocument = await marquee.system.openapi();
   */
  openapi(options?: RequestOptions): ApiPromise<OpenApiDocument> {
    return this.client.call('GET /openapi.json', {}, options);
  }

  /**
   * Tell whether the server can take requests.
   *
   * Answers 503 while the database is away or the server is shutting down: send requests elsewhere.
   *
   * @example
   * const readiness = await marquee.system.ready();
   */
  ready(options?: RequestOptions): ApiPromise<Readiness> {
    return this.client.call('GET /system/health/ready', {}, options);
  }
}

/** How the server and its parts are */
export interface Health {
  /** `degraded`: requests are answered, but work waits; `unhealthy`: requests fail. */
  status: 'healthy' | 'degraded' | 'unhealthy' | (string & {});
  /** Version of the server. */
  version: string;
  /** Name of the installation. */
  environment: string;
  /** Where records are kept. */
  database: PartState;
  /** The durable engine; while it is away, jobs say `waiting_for_engine`. */
  engine: PartState;
  /** Carries out jobs. */
  worker: PartState;
  /** Queries of marketing metrics that this process has answered. */
  aggregator_stats: {
    /** Queries answered. */
    queries_processed: number;
    /** Seconds to compute one; null before the first. */
    avg_latency: number | null;
    /** Share of them answered from the cache, 0 to 1; null before the first query. */
    cache_hit_rate: number | null;
  };
  /** Seconds since the process began. */
  uptime_seconds: number;
  /** When this was found. */
  checked_at: string;
}

export interface Liveness {
  /** The process answers. */
  status: 'alive';
}

/** An OpenAPI 3.1 document */
export type OpenApiDocument = Record<string, unknown>;

/** `elsewhere`: run by another process of this installation */
export type PartState = 'healthy' | 'starting' | 'unavailable' | 'elsewhere' | (string & {});

export interface Readiness {
  /** Requests are taken. */
  status: 'ready';
  /** Where records are kept. */
  database: 'healthy';
}

/** What the process uses; null where the platform does not tell */
export interface ServerMetrics {
  /** What runs. */
  app: {
    /** Name of the program. */
    name: string;
    /** Its version. */
    version: string;
    /** Name of the installation. */
    environment: string;
  };
  /** What the process uses. */
  system: {
    /** Of one core, since the last reading. */
    cpu_percent: number;
    /** Resident memory in MiB. */
    memory_mb: number;
    /** Resident memory as a share of the machine. */
    memory_percent: number;
    /** Threads of the process. */
    threads: number | null;
    /** Open file descriptors. */
    open_files: number | null;
  };
  /** Seconds since the process began. */
  uptime_seconds: number;
}
