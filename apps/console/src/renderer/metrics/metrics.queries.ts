import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useApi } from '../api/session-context.tsx';
import type { InputOf, ItemOf, OutputOf } from '../api/operations.ts';
import { readOf, useChange, useRead } from '../api/use-operation.ts';

/** A data type with what can be asked of it. */
export type CatalogType = OutputOf<'metrics.catalog.list'>['items'][number];

/** A question that was kept. */
export type View = ItemOf<'metrics.views.list'>;

/** What data there is. */
export function useCatalog() {
  return useRead('metrics.catalog.list', {});
}

/** An answer; the one before stays on screen until the next has come. */
export function useAnswer(input: InputOf<'metrics.dashboards.query'>, isAsked: boolean) {
  return useQuery({
    ...readOf(useApi(), 'metrics.dashboards.query', input),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
}

/** Saved views, the newest first. */
export function useViews() {
  return useRead('metrics.views.list', { limit: 100 });
}

/** Saves a view. */
export function useSaveView() {
  return useChange('metrics.views.create', { refreshes: ['metrics.views.'] });
}

/** Deletes a view. */
export function useDeleteView() {
  return useChange('metrics.views.delete', { refreshes: ['metrics.views.'] });
}

/** Forgets kept answers. */
export function useClearCache() {
  return useChange('metrics.cache.clear', { refreshes: ['metrics.performance.', 'metrics.dashboards.'] });
}

/** The names that can be asked of a data type: fields as they are, with what they are made one number by, and ratios. */
export function metricNames(type: CatalogType | undefined): readonly string[] {
  if (type === undefined) return [];
  const derived = type.derived.map(({ name }) => name);
  const fields = type.metrics.map(({ name }) => name);
  const prefixed = ['avg', 'min', 'max', 'count'].flatMap((prefix) => fields.map((name) => `${prefix}_${name}`));
  return [...new Set([...fields, ...derived, ...prefixed])];
}
