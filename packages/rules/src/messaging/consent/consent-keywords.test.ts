import { expect, test } from 'vitest';
import { keywordOf, looksLikeStop } from './consent-keywords.ts';

test.each(['STOP', 'stopall', ' Unsubscribe\n', 'CANCEL', 'end', 'Quit', 'REVOKE', 'optout', 'Opt Out'])(
  '"%s" is a STOP keyword',
  (body) => {
    expect(keywordOf(body)).toBe('stop');
    expect(looksLikeStop(body)).toBe(false);
  },
);

test.each(['start', ' YES ', 'Unstop'])('"%s" is a START keyword', (body) => {
  expect(keywordOf(body)).toBe('start');
});

test.each(['help', 'INFO'])('"%s" asks for help', (body) => {
  expect(keywordOf(body)).toBe('help');
});

test.each(['', 'Stop please', 'STOP.', 'yes please', 'stop it', 'ſtop', 'OPT-OUT'])('"%s" is no keyword', (body) => {
  expect(keywordOf(body)).toBeNull();
});

test.each([
  'Stop please',
  'STOP!',
  'pls unsubscribe me',
  'Opt-out',
  'take me off your list',
  'Don’t text me again',
  'no more messages',
  'end it',
  'I revoke my consent to all of this',
  'wrong number',
  'Bitte abmelden',
])('"%s" goes to the review queue', (body) => {
  expect(looksLikeStop(body)).toBe(true);
});

test.each(['', 'Thanks!', 'yes', 'help', 'See you at the end of the day then', 'Can I change my order please', '👍'])(
  '"%s" is not held for review',
  (body) => {
    expect(looksLikeStop(body)).toBe(false);
  },
);
