import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { openTelemetry } from './telemetry.ts';

interface Export {
  readonly resourceSpans: {
    scopeSpans: { spans: { name: string; traceId: string; spanId: string; parentSpanId?: string }[] }[];
  }[];
}

test('without an endpoint a span is a plain call', async () => {
  await using telemetry = await openTelemetry({ endpoint: null, service: 'marquee', version: '1' });

  expect(await telemetry.span({ name: 'anything' }, async () => 42)).toBe(42);
});

test('spans reach the collector under the trace of the caller', async () => {
  const received: Export[] = [];
  const collector = createServer(async (request, response) => {
    received.push((await json(request)) as Export);
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const trace = '0af7651916cd43dd8448eb211c80319c';

  const telemetry = await openTelemetry({ endpoint, service: 'marquee', version: '1' });
  await telemetry.span({ name: 'outer', traceparent: `00-${trace}-b7ad6b7169203331-01` }, () =>
    telemetry.span({ name: 'inner', attributes: { operation: 'a.b' } }, async () => undefined),
  );
  await telemetry[Symbol.asyncDispose]();
  collector.close();

  const spans = received.flatMap((each) => each.resourceSpans.flatMap((r) => r.scopeSpans.flatMap((s) => s.spans)));
  const [inner, outer] = [spans.find((s) => s.name === 'inner'), spans.find((s) => s.name === 'outer')];
  expect(outer).toMatchObject({ traceId: trace, parentSpanId: 'b7ad6b7169203331' });
  expect(inner).toMatchObject({ traceId: trace, parentSpanId: outer?.spanId });
});
