import { expect, test } from 'vitest';
import {
  isTrustedSender,
  parseExternalUrl,
  parseNotice,
  parseNothing,
  parseProgress,
  parseSessionCall,
  parseTheme,
  parseTypedUrl,
  WrongMessage,
} from './ipc-checks.ts';

test('only the main frame of our own page is listened to', () => {
  expect(isTrustedSender({ url: 'app://marquee/campaigns', isMain: true })).toBe(true);
  expect(isTrustedSender({ url: 'app://marquee/campaigns', isMain: false })).toBe(false);
  expect(isTrustedSender({ url: 'https://marquee/', isMain: true })).toBe(false);
  expect(isTrustedSender({ url: 'app://marquee.evil/', isMain: true })).toBe(false);
  expect(isTrustedSender({ url: 'about:blank', isMain: true })).toBe(false);
  expect(isTrustedSender(null)).toBe(false);
});

test('a session call names one of five operations', () => {
  expect(parseSessionCall({ operation: 'auth.login', body: '{}' })).toEqual({ operation: 'auth.login', body: '{}' });
  for (const wrong of [
    { operation: 'workspace.apiKeys.create', body: '{}' },
    { operation: '__proto__', body: '{}' },
    { operation: 'auth.login', body: { password: 'x' } },
    { operation: 'auth.login', body: 'x'.repeat(20_001) },
    ['auth.login', '{}'],
    null,
    undefined,
  ]) {
    expect(() => parseSessionCall(wrong)).toThrow(WrongMessage);
  }
});

test('a notice leads into the console and nowhere else', () => {
  const notice = { title: 'A campaign failed', body: 'Spring sale', path: '/campaigns/42' };
  expect(parseNotice({ ...notice, icon: 'file:///etc/passwd' })).toEqual(notice);
  expect(() => parseNotice({ ...notice, path: '//evil.example/' })).toThrow(WrongMessage);
  expect(() => parseNotice({ ...notice, path: 'https://evil.example/' })).toThrow(WrongMessage);
  expect(() => parseNotice({ ...notice, title: 3 })).toThrow(WrongMessage);
});

test('what is opened outside is a web page or a mail', () => {
  expect(parseExternalUrl('https://example.com/')).toBe('https://example.com/');
  for (const wrong of ['file:///etc/passwd', 'http://example.com/', 7, null]) {
    expect(() => parseExternalUrl(wrong)).toThrow(WrongMessage);
  }
});

test('other messages hold exactly what they say', () => {
  expect(parseProgress(0.5)).toBe(0.5);
  expect(parseProgress(null)).toBeNull();
  for (const wrong of [2, -1, Number.NaN, '0.5']) expect(() => parseProgress(wrong)).toThrow(WrongMessage);
  expect(parseTheme('dark')).toBe('dark');
  expect(() => parseTheme('url(x)')).toThrow(WrongMessage);
  expect(() => parseNothing({})).toThrow(WrongMessage);
  expect(() => parseTypedUrl('x'.repeat(2001))).toThrow(WrongMessage);
});
