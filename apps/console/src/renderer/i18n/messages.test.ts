import { expect, test } from 'vitest';
import { counted } from './counted.ts';
import { formatsIn } from './formats-in.ts';
import { defineMessages, initialLocale, pseudoOf, textsIn } from './messages.ts';

const messages = defineMessages({
  en: { title: 'Contacts', count: (n: number) => `${n} contacts` },
  de: { title: 'Kontakte', count: (n: number) => `${n} Kontakte` },
});

test('texts come in the language asked for', () => {
  expect(textsIn(messages, 'de').title).toBe('Kontakte');
  expect(textsIn(messages, 'en').count(2)).toBe('2 contacts');
});

test('the pseudo language marks every text and makes it a third longer', () => {
  expect(textsIn(messages, 'pseudo').count(2)).toBe(pseudoOf('2 contacts'));
  expect(pseudoOf('Contacts')).toBe('[Cóñtáçtš~~~]');
});

test('the choice counts first, then the browser’s first language that is offered, then English', () => {
  expect(initialLocale('en', ['de-AT'])).toBe('en');
  expect(initialLocale(null, ['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(initialLocale('klingon', ['fr'])).toBe('en');
});

test('a time is told in the workspace’s zone, and the zone is named', () => {
  const { instant, percent } = formatsIn('en', 'Europe/Berlin');

  expect(instant('2026-03-15T09:00:00.000Z')).toContain('10:00');
  expect(instant('2026-03-15T09:00:00.000Z')).toMatch(/GMT\+1|CET/);
  expect(percent(0.5)).toBe('50.0%');
});

test('the hours of half a day have no leading zero, those of a whole one have', () => {
  const early = '2026-03-15T08:05:00.000Z';

  expect(formatsIn('en', 'Europe/Berlin').instant(early)).toContain(' 9:05');
  expect(formatsIn('de', 'Europe/Berlin').instant(early)).toContain(' 09:05');
  expect(formatsIn('de', 'Europe/Berlin').tick(early, 'hour')).toBe('09:05');
  expect(formatsIn('en', 'Europe/Berlin').tick(early, 'day')).toBe('Mar 15');
});

test('one is told of in the singular', () => {
  expect(counted('1', 'row', 'rows')).toBe('1 row');
  expect(counted('1,250', 'row', 'rows')).toBe('1,250 rows');
});
