import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the server measures of itself, for Prometheus. */
export interface ServerMetrics {
  readonly registry: Registry;
  /** One call of an operation; `outcome` is `ok` or the error code. */
  observeCall(call: { readonly operation: string; readonly outcome: string; readonly seconds: number }): void;
  countEvents(count: number): void;
  countCommand(outcome: string): void;
  /** A value that is read at each scrape. A reading that fails leaves the last one. */
  gauge(name: string, help: string, read: () => Promise<number> | number): void;
}

/** A registry of its own, so that two servers in one process do not mix. */
export function createMetrics(): ServerMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const calls = new Histogram({
    name: 'marquee_operation_seconds',
    help: 'Time to answer an operation',
    labelNames: ['operation', 'outcome'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const events = new Counter({
    name: 'marquee_events_published_total',
    help: 'Events given their sequence',
    registers,
  });
  const commands = new Counter({
    name: 'marquee_workflow_commands_total',
    help: 'Workflow commands sent to the engine',
    labelNames: ['outcome'],
    registers,
  });
  return {
    registry,
    observeCall: ({ seconds, ...labels }) => calls.observe(labels, seconds),
    countEvents: (count) => events.inc(count),
    countCommand: (outcome) => commands.inc({ outcome }),
    gauge(name, help, read) {
      const gauge: Gauge = new Gauge({
        name,
        help,
        registers,
        collect: async () => {
          try {
            gauge.set(await read());
          } catch {
            // A scrape must not fail because one of its readings does.
          }
        },
      });
    },
  };
}
