import { expect, test } from 'vitest';
import { isHealth, parseServerAddress } from './server-address.ts';

test.each([
  ['marquee.example.com', 'https://marquee.example.com'],
  ['  https://marquee.example.com/campaigns?x=1 ', 'https://marquee.example.com'],
  ['marquee.example.com:8443', 'https://marquee.example.com:8443'],
  ['localhost:4000', 'http://localhost:4000'],
  ['127.0.0.1:4000', 'http://127.0.0.1:4000'],
  ['http://[::1]:4000/', 'http://[::1]:4000'],
])('%s is the server at %s', (typed, url) => {
  expect(parseServerAddress(typed)).toEqual({ url });
});

test.each([
  ['', 'not_an_address'],
  ['not an address', 'not_an_address'],
  ['ftp://example.com', 'not_an_address'],
  ['https://ann:secret@example.com', 'not_an_address'],
  ['javascript:alert(1)', 'not_an_address'],
  ['http://marquee.example.com', 'not_secure'],
  ['http://127.0.0.1.evil.example', 'not_secure'],
])('%j is refused: %s', (typed, why) => {
  expect(parseServerAddress(typed)).toEqual({ why });
});

test('a page of another program is not taken for a server', () => {
  expect(isHealth('{"status":"healthy","version":"1","database":"healthy","engine":"starting"}')).toBe(true);
  for (const body of ['<html>', '{"status":"ok"}', 'null', '']) expect(isHealth(body)).toBe(false);
});
