import { expect, test } from 'vitest';
import { csvProgress } from './csv-progress.ts';

const range = { start: '2026-03-01T00:00:00Z', end: '2026-03-11T00:00:00Z' };
const bytes = (text: string) => new TextEncoder().encode(text);

test('a line end inside of quotes begins no row, wherever the pieces are cut', () => {
  const take = csvProgress(range);
  const text = 'timestamp,name,metric_value,count\r\n2026-03-02T00:00:00Z,"two\r\nlines, ""quoted""",1,1\r\n';

  const seen = [...bytes(text)].map((byte) => take(Uint8Array.of(byte)));

  expect(seen.at(-1)).toEqual({ rows: 1, share: 0.1 });
});

test('how far it is follows the time of the last row that is whole', () => {
  const take = csvProgress(range);

  expect(take(bytes('timestamp,metric_value,count\r\n'))).toEqual({ rows: 0, share: 0 });
  expect(take(bytes('2026-03-06T00:00:00Z,1,1\r\n2026-03-09T00'))).toEqual({ rows: 1, share: 0.5 });
  expect(take(bytes(':00:00Z,1,1\r\n'))).toEqual({ rows: 2, share: 0.8 });
});
