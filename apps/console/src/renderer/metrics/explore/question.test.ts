import { expect, test } from 'vitest';
import { inputOf, listText, questionOf, rangeBefore, rangeOf } from './question.ts';

const here = { timeZone: 'Europe/Berlin', today: '2026-03-30' };

test('the address is read back as it was written, whatever the names hold', () => {
  const metrics = ['total_spend', 'odd,"name"'];
  const question = questionOf({ type: 'meta_ads', metrics: listText(metrics), by: listText(['country']) }, here);

  expect(question.metrics).toEqual(metrics);
  expect(question.dimensions).toEqual(['country']);
  expect(questionOf({ metrics: '{broken' }, here).metrics).toEqual([]);
});

test('days are whole ones of the zone asked for, also over a change of its clocks', () => {
  const question = questionOf({ range: 'days', from: '2026-03-29', until: '2026-03-29' }, here);

  const range = rangeOf(question, new Date('2026-03-30T12:00:00Z'));

  expect(range).toEqual({ start: '2026-03-28T23:00:00.000Z', end: '2026-03-29T22:00:00.000Z' });
  expect(rangeBefore(range)).toEqual({ start: '2026-03-28T00:00:00.000Z', end: range.start });
});

test('a range that ends now ends with the minute', () => {
  const question = questionOf({ range: '1d', every: '3600' }, here);

  expect(rangeOf(question, new Date('2026-03-30T12:00:31Z'))).toEqual({
    start: '2026-03-29T12:01:00.000Z',
    end: '2026-03-30T12:01:00.000Z',
  });
});

test('several filters of one dimension mean any of them, and a value may hold the sign', () => {
  const question = questionOf(
    { type: 'meta_ads', metrics: listText(['ctr']), where: listText(['country=DE', 'country=AT', 'url=a=b', 'none']) },
    here,
  );

  const input = inputOf(question, { start: '2026-03-01T00:00:00Z', end: '2026-03-02T00:00:00Z' });

  expect(input.filters).toEqual({ country: ['DE', 'AT'], url: ['a=b'] });
});
