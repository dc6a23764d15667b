import { expect, test } from 'vitest';
import { layoutOf, pagesIn, rowAt, withPage } from './cursor-pages.ts';

const first = [{ cursor: undefined }];

test('a list grows by one page as each is read, and ends with the last', () => {
  const one = withPage(first, 0, { size: 100, next: 'b' });
  const two = withPage(one, 1, { size: 40, next: null });

  expect(layoutOf(first, 100).rowCount).toBe(100);
  expect(layoutOf(one, 100).rowCount).toBe(200);
  expect(layoutOf(two, 100).rowCount).toBe(140);
});

test('an empty list has no rows once it has been read', () => {
  expect(layoutOf(withPage(first, 0, { size: 0, next: null }), 100).rowCount).toBe(0);
});

test('reading a page again that says the same changes nothing', () => {
  const pages = withPage(first, 0, { size: 100, next: 'b' });

  expect(withPage(pages, 0, { size: 100, next: 'b' })).toBe(pages);
});

test('a page that lost a row moves up what follows and keeps it', () => {
  const pages = withPage(withPage(first, 0, { size: 100, next: 'b' }), 1, { size: 100, next: 'c' });

  const shorter = withPage(pages, 0, { size: 99, next: 'b' });

  expect(shorter).toHaveLength(3);
  expect(rowAt(layoutOf(shorter, 100), 99)).toEqual([1, 0]);
});

test('a page that ends elsewhere than before forgets what followed', () => {
  const pages = withPage(withPage(first, 0, { size: 100, next: 'b' }), 1, { size: 100, next: 'c' });

  expect(withPage(pages, 0, { size: 100, next: 'x' })).toEqual([
    { cursor: undefined, size: 100, next: 'x' },
    { cursor: 'x' },
  ]);
});

test('rows on screen name the pages they are in, over a border and beyond the end', () => {
  const layout = layoutOf([{ cursor: undefined, size: 100, next: 'b' }, { cursor: 'b' }], 100);

  expect(pagesIn(layout, { first: 90, last: 110 })).toEqual([0, 1]);
  expect(pagesIn(layout, { first: 0, last: 0 })).toEqual([0]);
  expect(pagesIn(layout, { first: 500, last: 510 })).toEqual([1]);
});
