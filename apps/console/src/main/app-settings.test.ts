import { expect, test } from 'vitest';
import { parseAppSettings } from './app-settings.ts';

const nothing = { server: null, lastUrl: null, theme: 'auto', updateFeed: null };

test('what was remembered is read', () => {
  const settings = {
    server: { kind: 'remote', url: 'https://marquee.example.com' },
    lastUrl: 'https://marquee.example.com',
    theme: 'dark',
    updateFeed: 'https://downloads.example.com/marquee/',
  };
  expect(parseAppSettings(JSON.stringify(settings))).toEqual(settings);
  expect(parseAppSettings('{"server":{"kind":"local"}}')).toEqual({ ...nothing, server: { kind: 'local' } });
});

test('a broken file, or one that somebody edited wrongly, counts as empty', () => {
  for (const text of [null, '', '[', '3', '{"server":{"kind":"remote","url":"http://evil.example"},"theme":"pink"}']) {
    expect(parseAppSettings(text)).toEqual(nothing);
  }
});

test('new versions are never looked for over an open connection', () => {
  expect(parseAppSettings('{"updateFeed":"http://downloads.example.com/"}').updateFeed).toBeNull();
});
