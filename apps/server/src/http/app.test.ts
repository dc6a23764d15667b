import { pino } from 'pino';
import { expect, test } from 'vitest';
import { buildTestApp, fakeInvoker } from '../testing/doors/doors.ts';

const invoker = fakeInvoker({ 'shop.things.list': (input: object) => ({ echo: input }) });

test('the line of a request tells for which version of the API its client was made, unless that is no version', async () => {
  const lines: unknown[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  await using app = await buildTestApp({ invoker, log });

  for (const version of ['1.0.0', 'x'.repeat(33), '+1 (415) 555-0123']) {
    await app.inject({ url: '/api/v1/things', headers: { 'marquee-version': version } });
  }

  const versions = lines.flatMap((line) =>
    typeof line === 'object' && line !== null && 'route' in line
      ? ['api_version' in line ? line.api_version : null]
      : [],
  );
  expect(versions).toEqual(['1.0.0', null, null]);
});

test('a page of an allowed origin may read what names a file, a request and its limits', async () => {
  await using app = await buildTestApp({ invoker });

  const answer = await app.inject({ url: '/api/v1/things', headers: { origin: 'app://marquee' } });

  const exposed = String(answer.headers['access-control-expose-headers']).split(', ');
  expect(exposed).toEqual(expect.arrayContaining(['content-disposition', 'x-request-id', 'retry-after']));
});
