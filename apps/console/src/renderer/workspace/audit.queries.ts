import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useIdentity } from '../api/session-context.tsx';
import type { InputOf, ItemOf } from '../api/operations.ts';
import { useRead } from '../api/use-operation.ts';
import { instantsOfDays } from '../ui/filters/day-range.ts';
import { oneOf, type UrlState } from '../ui/filters/use-url-state.ts';

/** One line of the audit trail. */
export type AuditEntry = ItemOf<'workspace.audit.list'>;

/** How a call can have ended. */
export const outcomes = ['done', 'refused'] as const;

/** The filters of the list as its address has them. */
export function auditInput(url: UrlState, timeZone: string): InputOf<'workspace.audit.list'> {
  const outcome = oneOf(url['outcome'], outcomes);
  const { operation, actor } = url;
  return {
    ...(outcome === undefined ? {} : { outcome }),
    ...(operation === undefined ? {} : { operation }),
    ...(actor === undefined ? {} : { actor_id: actor }),
    ...instantsOfDays({ from: url['from'], until: url['until'] }, timeZone),
  };
}

/** People and keys by id, as far as a first page knows them. */
export function useActors(): ReadonlyMap<string, string> {
  const { user } = useIdentity();
  const members = useRead('workspace.members.list', { limit: 200 });
  const keys = useRead('workspace.apiKeys.list', { limit: 200, include_revoked: true });
  return useMemo(
    () =>
      new Map([
        [user.id, user.full_name],
        ...(members.data?.items ?? []).map(({ user_id, full_name, email }) => [user_id, full_name || email] as const),
        ...(keys.data?.items ?? []).map(({ id, name }) => [id, name] as const),
      ]),
    [user, members.data, keys.data],
  );
}

/** The names of all operations that change something, loaded with the contract when they are first needed. */
export function useMutationNames(): readonly string[] {
  const { data = [] } = useQuery({ queryKey: ['names of mutations'], queryFn: mutationNames, staleTime: Infinity });
  return data;
}

async function mutationNames(): Promise<readonly string[]> {
  await import('../api/zod-jitless.ts');
  const [{ contract }, { operationsOf }] = await Promise.all([
    import('@marquee/api'),
    import('@marquee/api/operation'),
  ]);
  return operationsOf(contract).flatMap(([name, { kind }]) => (kind === 'mutation' ? [name] : []));
}
