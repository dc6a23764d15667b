import { expect, test } from 'vitest';
import { createLog, maskPhones, withLogIds } from './log.ts';

function lines(): { write: (line: string) => void; all: () => string; last: () => Record<string, unknown> } {
  const written: string[] = [];
  return {
    write: (line) => void written.push(line),
    all: () => written.join(''),
    last: () => JSON.parse(written.at(-1) ?? '{}') as Record<string, unknown>,
  };
}

test('a phone number is masked in messages, fields, urls, provider payloads and errors', () => {
  const out = lines();
  const log = createLog({ level: 'info', destination: out });

  log.info(
    { to: '+14155550123', nested: { From: '14155550123', url: '/contacts/%2B14155550123' } },
    'sent to whatsapp:+14155550123',
  );
  log.error({ err: new Error('Key (phone)=(+14155550123) already exists') }, 'call +1 (415) 555-0123');

  expect(out.all()).not.toMatch(/4155550123|555-0123/);
  expect(out.all()).toContain('whatsapp:+***23');
});

test('times, ids and counts stay as they are', () => {
  const text =
    '{"at":"2026-03-15T09:00:00.000+02:00","id":"019a0000-0000-7000-8000-000000000001","rows":1500000,"port":4000}';

  expect(maskPhones(text)).toBe(text);
});

test('a payload kept as text inside a line is masked as well', () => {
  const body = JSON.stringify({ body: JSON.stringify({ wa_id: '4915112345678' }) });

  expect(maskPhones(body)).toBe(String.raw`{"body":"{\"wa_id\":\"***78\"}"}`);
});

test('secrets never reach a line', () => {
  const out = lines();

  createLog({ level: 'info', destination: out }).info(
    { headers: { authorization: 'Bearer abc' }, password: 'abc' },
    'request',
  );

  expect(out.all()).not.toContain('abc');
});

test('lines carry the ids of the work they belong to', async () => {
  const out = lines();
  const log = createLog({ level: 'info', destination: out });

  await withLogIds({ request_id: 'r1' }, async () => {
    await Promise.resolve();
    withLogIds({ workflow_id: 'w1' }, () => log.info('inside'));
  });

  expect(out.last()).toMatchObject({ level: 'info', msg: 'inside', request_id: 'r1', workflow_id: 'w1' });
});
