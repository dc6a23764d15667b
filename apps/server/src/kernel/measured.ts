import { ApiError } from '@marquee/api/errors';
import type { ServerMetrics } from '../lib/telemetry/metrics.ts';
import type { Telemetry } from '../lib/telemetry/telemetry.ts';
import type { Invoker } from './invoker.ts';

/** What calls are measured with. */
export interface Measures {
  readonly metrics: Pick<ServerMetrics, 'observeCall'>;
  readonly telemetry: Pick<Telemetry, 'span'>;
  /** Milliseconds on a clock that never goes back. */
  readonly elapsedMs: () => number;
}

/** The same invoker, each call counted, timed and traced. */
export function measured(invoker: Invoker, { metrics, telemetry, elapsedMs }: Measures): Invoker {
  async function timed<T>(operation: string, work: () => Promise<T>): Promise<T> {
    const startedMs = elapsedMs();
    let outcome = 'ok';
    try {
      return await telemetry.span({ name: operation }, work);
    } catch (error) {
      outcome = error instanceof ApiError ? error.code : 'internal';
      throw error;
    } finally {
      metrics.observeCall({ operation, outcome, seconds: (elapsedMs() - startedMs) / 1000 });
    }
  }
  return {
    invoke: (invocation) => timed(invocation.name, () => invoker.invoke(invocation)),
    invokeRaw: (invocation) => timed(invocation.name, () => invoker.invokeRaw(invocation)),
  };
}
