import { expect, test } from 'vitest';
import { chartPalettes } from './chart-palette.ts';

const pages = { light: '#ffffff', dark: '#101113' } as const;

test.each(['light', 'dark'] as const)(
  '%s has twelve colours, each seen on its page and none like another',
  (scheme) => {
    const { series } = chartPalettes[scheme];

    const weakest = Math.min(...series.map((color) => contrast(color, pages[scheme])));
    const pairs = series.flatMap((one, index) => series.slice(index + 1).map((other) => distance(one, other)));

    expect(series).toHaveLength(12);
    expect(weakest).toBeGreaterThanOrEqual(3);
    expect(Math.min(...pairs)).toBeGreaterThan(0.1);
  },
);

function linear(color: string): readonly [number, number, number] {
  const at = (start: number) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return [at(1), at(3), at(5)];
}

/** WCAG 2's ratio. */
function contrast(one: string, other: string): number {
  const light = (color: string) => {
    const [red, green, blue] = linear(color);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  };
  return Math.max(light(one), light(other)) / Math.min(light(one), light(other));
}

/** Distance in Oklab (https://bottosson.github.io/posts/oklab/), where 0.02 is a difference that one sees. */
function distance(one: string, other: string): number {
  const [a, b] = [oklab(one), oklab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function oklab(color: string): readonly [number, number, number] {
  const [red, green, blue] = linear(color);
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}
