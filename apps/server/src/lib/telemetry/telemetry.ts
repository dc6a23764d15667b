import type { Attributes, Context } from '@opentelemetry/api';

/** Traces of what the server does. */
export interface Telemetry extends AsyncDisposable {
  /** Runs `work` as a span under the current one, or under the caller's W3C `traceparent`. */
  span<T>(span: SpanOptions, work: () => Promise<T>): Promise<T>;
}

/** What is measured. Attributes are ids and states, never personal data. */
export interface SpanOptions {
  readonly name: string;
  readonly attributes?: Attributes;
  readonly traceparent?: string | undefined;
}

/** Where traces go; a null endpoint sends and loads nothing. */
export interface TelemetryOptions {
  /** Base address of an OTLP/HTTP collector, such as `http://localhost:4318`. */
  readonly endpoint: string | null;
  readonly service: string;
  readonly version: string;
}

/** Opens telemetry; without an endpoint a span is a plain call. */
export async function openTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const { endpoint } = options;
  if (endpoint === null) return { span: (_span, work) => work(), [Symbol.asyncDispose]: async () => undefined };
  return await exporting({ ...options, endpoint });
}

async function exporting({ endpoint, service, version }: TelemetryOptions & { endpoint: string }): Promise<Telemetry> {
  const api = await import('@opentelemetry/api');
  const { AsyncLocalStorageContextManager } = await import('@opentelemetry/context-async-hooks');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace');

  const contexts = new AsyncLocalStorageContextManager().enable();
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.version': version }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer(service, version);
  const under = (traceparent: string | undefined): Context => {
    const remote = parentOf(traceparent);
    return remote === null ? contexts.active() : api.trace.setSpanContext(contexts.active(), remote);
  };

  return {
    async span({ name, attributes = {}, traceparent }, work) {
      const parent = under(traceparent);
      const span = tracer.startSpan(name, { attributes }, parent);
      try {
        return await contexts.with(api.trace.setSpan(parent, span), work);
      } catch (error) {
        // The name only: a message may quote what the caller sent.
        span.setStatus({ code: api.SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' });
        throw error;
      } finally {
        span.end();
      }
    },
    async [Symbol.asyncDispose]() {
      await provider.shutdown();
      contexts.disable();
    },
  };
}

/** https://www.w3.org/TR/trace-context/#traceparent-header */
function parentOf(traceparent: string | undefined) {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}
