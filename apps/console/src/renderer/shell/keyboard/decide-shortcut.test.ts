import { expect, test } from 'vitest';
import { decideShortcut } from './decide-shortcut.ts';

const key = (name: string, held: object = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});
const screens = [{ path: '/audiences/contacts', nav: { icon: {} as never, goTo: 'c' } }];
const idle = { isTyping: false, isGoing: false, screens };

test('Ctrl and ⌘ with K open the palette, in a field, too', () => {
  expect(decideShortcut(key('k', { ctrlKey: true }), { ...idle, isTyping: true })).toEqual({ kind: 'palette' });
  expect(decideShortcut(key('K', { metaKey: true }), idle)).toEqual({ kind: 'palette' });
});

test('g and then a letter go to that letter’s screen', () => {
  expect(decideShortcut(key('g'), idle)).toEqual({ kind: 'begin_go_to' });
  expect(decideShortcut(key('c'), { ...idle, isGoing: true })).toEqual({ kind: 'go_to', path: '/audiences/contacts' });
});

test('a letter alone, and one that no screen has, do nothing', () => {
  expect(decideShortcut(key('c'), idle)).toEqual({ kind: 'none' });
  expect(decideShortcut(key('z'), { ...idle, isGoing: true })).toEqual({ kind: 'none' });
});

test('what is typed into a field, or with another key held, is no shortcut', () => {
  expect(decideShortcut(key('?'), { ...idle, isTyping: true })).toEqual({ kind: 'none' });
  expect(decideShortcut(key('g', { ctrlKey: true }), idle)).toEqual({ kind: 'none' });
  expect(decideShortcut(key('?'), idle)).toEqual({ kind: 'help' });
});
