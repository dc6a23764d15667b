import { expect, test } from 'vitest';
import { parseWindowPlace, placeWindow } from './window-bounds.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const monitor = { x: 1440, y: 0, width: 2560, height: 1440 };

test('a window opens where it was', () => {
  const bounds = { x: 1600, y: 100, width: 1200, height: 900 };
  expect(placeWindow(bounds, [laptop, monitor])).toEqual(bounds);
});

test('a window whose monitor was unplugged opens in the middle of the display that is left', () => {
  const bounds = { x: 1600, y: 100, width: 1200, height: 800 };
  expect(placeWindow(bounds, [laptop])).toEqual({ x: 120, y: 62, width: 1200, height: 800 });
});

test('a window that reaches over an edge is moved until all of it is seen', () => {
  expect(placeWindow({ x: 1000, y: 600, width: 1200, height: 800 }, [laptop])).toEqual({
    x: 240,
    y: 100,
    width: 1200,
    height: 800,
  });
  expect(placeWindow({ x: -300, y: -200, width: 1200, height: 800 }, [laptop])).toEqual({
    x: 0,
    y: 25,
    width: 1200,
    height: 800,
  });
});

test('a window larger than its display is made to fit', () => {
  expect(placeWindow({ x: 0, y: 0, width: 5000, height: 4000 }, [laptop])).toEqual(laptop);
});

test('a window that was all but closed opens at the smallest useful size', () => {
  expect(placeWindow({ x: 100, y: 100, width: 1, height: 1 }, [laptop])).toMatchObject({ width: 720, height: 480 });
});

test('the first start opens in the middle of the primary display', () => {
  expect(placeWindow(null, [laptop, monitor])).toEqual({ x: 80, y: 62, width: 1280, height: 800 });
});

test('what was written is read, and what is no place is forgotten', () => {
  const place = { bounds: { x: 1, y: 2, width: 800, height: 600 }, isMaximized: true };
  expect(parseWindowPlace(JSON.stringify(place))).toEqual(place);
  for (const text of ['', 'null', '{"bounds":{"x":"1"}}', '{"bounds":{"x":0,"y":0,"width":0,"height":9}}', '[']) {
    expect(parseWindowPlace(text)).toEqual({ bounds: null, isMaximized: false });
  }
});
