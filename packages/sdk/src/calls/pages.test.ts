import { expect, test } from 'vitest';
import { Marquee } from '../client.ts';
import { MarqueeError } from '../http/errors.ts';
import { faultyServer, json, problem } from '../testing/faulty-server.ts';
import { quickClock } from '../testing/quick-clock.ts';

const page = (ids: readonly number[], next_cursor: string | null) =>
  json({ items: ids.map((id) => ({ id })), page: { next_cursor, limit: 2, total: 5 } });
const threePages = () => faultyServer(page([1, 2], 'b'), page([3, 4], 'c'), page([5], null));

test('a list is walked item by item, and every page is asked for with the same filter', async () => {
  await using server = await threePages();
  const marquee = new Marquee({ baseUrl: server.url });
  const ids: unknown[] = [];

  for await (const { id } of marquee.messaging.templates.list({ limit: 2, is_active: true })) ids.push(id);

  expect(ids).toEqual([1, 2, 3, 4, 5]);
  const asked = '/api/v1/messaging/templates?limit=2&is_active=true';
  expect(server.arrived.map(({ url }) => url)).toEqual([asked, `${asked}&cursor=b`, `${asked}&cursor=c`]);
});

test('who leaves early fetches no further page', async () => {
  await using server = await threePages();
  const marquee = new Marquee({ baseUrl: server.url });

  for await (const { id } of marquee.messaging.templates.list()) if (String(id) === '2') break;

  expect(server.arrived).toHaveLength(1);
});

test('pages come with what they say of themselves, and the last has none after it', async () => {
  await using server = await threePages();
  const marquee = new Marquee({ baseUrl: server.url });

  const first = await marquee.messaging.templates.list();
  const second = await first.nextPage();
  const last = await second.nextPage();

  expect([first.items.length, first.page.total, first.hasNextPage]).toEqual([2, 5, true]);
  expect([last.items.length, last.hasNextPage]).toEqual([1, false]);
  await expect(last.nextPage()).rejects.toBeInstanceOf(MarqueeError);
});

test('a page that fails for a moment is fetched again in the middle of the walk', async () => {
  await using server = await faultyServer(page([1], 'b'), problem(503, 'unavailable'), page([2], null));
  const marquee = new Marquee({ baseUrl: server.url, clock: quickClock() });
  const sizes: number[] = [];

  for await (const { items } of marquee.messaging.templates.list().pages()) sizes.push(items.length);

  expect(sizes).toEqual([1, 1]);
});
