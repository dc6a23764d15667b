import { expect, test } from 'vitest';
import { consolePath, externalUrl, isAppUrl, pathInArguments, pathOfDeepLink } from './paths.ts';

test('a deep link names the same path as the web', () => {
  expect(pathOfDeepLink('marquee://campaigns/42')).toBe('/campaigns/42');
  expect(pathOfDeepLink('marquee://audiences/contacts?consent_state=opted_in')).toBe(
    '/audiences/contacts?consent_state=opted_in',
  );
  expect(pathOfDeepLink('marquee://campaigns')).toBe('/campaigns');
  expect(pathOfDeepLink('marquee:///campaigns/42')).toBe('/campaigns/42');
  expect(pathOfDeepLink('marquee://audiences/contacts/%2B14155550100')).toBe('/audiences/contacts/%2B14155550100');
});

test.each([
  'https://campaigns/42',
  'marquee:////evil.example/x',
  'marquee://ann:secret@campaigns/42',
  'marquee://campaigns:80/42',
  'marquee://cam<script>/42',
  'marquee://campaigns/\\\\evil',
  'javascript:alert(1)',
  '',
  `marquee://campaigns/${'x'.repeat(3000)}`,
])('%s opens nothing', (link) => {
  expect(pathOfDeepLink(link)).toBeNull();
});

test('dots in a deep link stay inside the console', () => {
  expect(pathOfDeepLink('marquee://campaigns/../../etc/passwd')).toBe('/campaigns/etc/passwd');
  expect(consolePath('/campaigns/../settings')).toBe('/settings');
});

test('a deep link is found among the arguments of a second start', () => {
  expect(pathInArguments(['electron', '--flag', 'marquee://campaigns/42'])).toBe('/campaigns/42');
  expect(pathInArguments(['electron', '.'])).toBeNull();
});

test('a page of another host, scheme or prefix is not ours', () => {
  expect(isAppUrl('app://marquee/campaigns')).toBe(true);
  for (const url of [
    'app://marquee.evil/',
    'app://other/',
    'https://marquee/',
    'file:///etc/passwd',
    'about:blank',
    '',
  ]) {
    expect(isAppUrl(url)).toBe(false);
  }
});

test('only web pages and mail are opened outside', () => {
  expect(externalUrl('https://example.com/a?b=c')).toBe('https://example.com/a?b=c');
  expect(externalUrl('mailto:ann@example.com')).toBe('mailto:ann@example.com');
  expect(externalUrl('http://127.0.0.1:4000/docs')).toBe('http://127.0.0.1:4000/docs');
  for (const url of [
    'http://example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://host/share',
    'https://a:b@example.com',
    'x',
  ]) {
    expect(externalUrl(url)).toBeNull();
  }
});
