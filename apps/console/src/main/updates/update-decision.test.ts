import { expect, test } from 'vitest';
import { decideUpdates, feedFile, isLater, versionInFeed } from './update-decision.ts';

const situation = {
  feed: 'https://downloads.example.com/',
  isPackaged: true,
  system: 'linux',
  isAppImage: false,
  isMadeForUpdates: true,
} as const;

test('nothing is looked for unless a feed is configured and the application is installed', () => {
  expect(decideUpdates({ ...situation, feed: null })).toBe('off');
  expect(decideUpdates({ ...situation, isPackaged: false })).toBe('off');
});

test('an application replaces itself, except under a package manager', () => {
  expect(decideUpdates({ ...situation, system: 'darwin' })).toBe('install');
  expect(decideUpdates({ ...situation, system: 'win32' })).toBe('install');
  expect(decideUpdates({ ...situation, isAppImage: true })).toBe('install');
  expect(decideUpdates(situation)).toBe('tell');
});

test('a package that does not say who signs the next one is not replaced', () => {
  expect(decideUpdates({ ...situation, system: 'win32', isMadeForUpdates: false })).toBe('tell');
  expect(decideUpdates({ ...situation, isAppImage: true, isMadeForUpdates: false })).toBe('tell');
});

test('each system has a file of its own in a feed', () => {
  expect((['linux', 'darwin', 'win32'] as const).map(feedFile)).toEqual([
    'latest-linux.yml',
    'latest-mac.yml',
    'latest.yml',
  ]);
});

test('the version is read from what electron-builder writes', () => {
  expect(versionInFeed('version: 1.10.0\nfiles:\n  - url: x\n')).toBe('1.10.0');
  expect(versionInFeed("version: '2.0.0-beta.1'\n")).toBe('2.0.0-beta.1');
  expect(versionInFeed('<html>')).toBeNull();
});

test('versions are compared by their numbers', () => {
  expect(isLater('1.10.0', '1.9.9')).toBe(true);
  expect(isLater('1.0.0', '1.0.0')).toBe(false);
  expect(isLater('1.0.0', '1.0.0-beta.1')).toBe(true);
  expect(isLater('0.9.0', '1.0.0')).toBe(false);
});
