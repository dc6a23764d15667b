import { expect, test } from 'vitest';
import { pathToGoOn } from './path-to-go-on.ts';

test('a path of the console is gone on to with all it says', () => {
  expect(pathToGoOn('/audiences/contacts?consent=STOP#top')).toBe('/audiences/contacts?consent=STOP#top');
});

test.each([undefined, '', 'https://example.com/', '//example.com/', '/\\example.com', 'javascript:alert(1)'])(
  '%s leads to the overview',
  (next) => {
    expect(pathToGoOn(next)).toBe('/');
  },
);
