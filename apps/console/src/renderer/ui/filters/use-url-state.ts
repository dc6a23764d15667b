import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** What the address says after `?`; every value is text. */
export type UrlState = Readonly<Record<string, string | undefined>>;

/** The state that a screen keeps in its address, so that a link or a reload shows the same; `undefined` takes a value out. */
export function useUrlState(): readonly [UrlState, (change: UrlState, how?: 'push' | 'replace') => void] {
  const search: UrlState = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback(
    (next: UrlState, how: 'push' | 'replace' = 'replace') =>
      void navigate({
        to: '.',
        replace: how === 'replace',
        resetScroll: false,
        search: (before: UrlState) => withoutEmpty({ ...before, ...next }),
      }),
    [navigate],
  );
  return [search, change];
}

function withoutEmpty(search: UrlState): UrlState {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''));
}

/** The value when it is one of those offered. */
export function oneOf<const Value extends string>(
  value: string | undefined,
  offered: readonly Value[],
): Value | undefined {
  return offered.find((each) => each === value);
}

/** A URL's query as text by name. */
export function parseSearch(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query));
}

/** The same the other way. */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(search).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  const query = new URLSearchParams(pairs).toString();
  return query === '' ? '' : `?${query}`;
}
