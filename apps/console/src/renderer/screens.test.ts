import { contract } from '@marquee/api';
import { operationsOf } from '@marquee/api/operation';
import { expect, test } from 'vitest';
import { authRoutes } from './auth/auth.routes.ts';
import { apiOnly, fromShell, notBuilt } from './reach.ts';
import { domains } from './screens.ts';

const screens = domains.flatMap((domain) => domain.screens);
const reached = new Set<string>([...fromShell, ...[...authRoutes, ...screens].flatMap(({ operations }) => operations)]);
const all = operationsOf(contract).map(([name]) => name);

test('every operation is reached from a screen, or listed with the reason why not', () => {
  const missing = all.filter(
    (name) => !reached.has(name) && !(name in apiOnly) && !notBuilt.some((each) => each === name),
  );

  expect(missing).toEqual([]);
});

test('no list names an operation that a screen reaches, or one that does not exist', () => {
  const listed = [...Object.keys(apiOnly), ...notBuilt];

  expect(listed.filter((name) => reached.has(name))).toEqual([]);
  expect([...listed, ...reached].filter((name) => !all.includes(name))).toEqual([]);
});

test('at most one operation in ten is for the API alone', () => {
  expect(Object.keys(apiOnly).length).toBeLessThanOrEqual(all.length / 10);
});

test('each screen has a path and a shortcut of its own', () => {
  const paths = screens.map(({ path }) => path);
  const shortcuts = screens.flatMap(({ nav }) => nav?.goTo ?? []);

  expect(new Set(paths).size).toBe(paths.length);
  expect(new Set(shortcuts).size).toBe(shortcuts.length);
});
