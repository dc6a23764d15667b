import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Api } from './api.ts';
import { endReads } from './ending-reads.ts';
import { useApi } from './session-context.tsx';
import type { InputOf, MutationName, OutputOf, QueryName } from './operations.ts';

/** How one read is named in the cache and made: the key is the operation's name and its input. */
export function readOf<Name extends QueryName>(api: Api, name: Name, input: InputOf<Name>) {
  return queryOptions({
    queryKey: [name, input] as const,
    queryFn: ({ signal }) => api.query(name, input, signal),
  });
}

/** How a read may behave besides. */
interface ReadOptions<Output> {
  readonly enabled?: boolean;
  /** Goes on showing the last answer while another input is read. */
  readonly keepsPrevious?: boolean;
  /** Reads again this often, for what no event tells; a function decides from what is known. */
  readonly refetchInterval?:
    | number
    | false
    | ((query: { readonly state: { readonly data: Output | undefined } }) => number | false);
}

/** Reads an operation and keeps the answer; the same read on two parts of a screen is one call. */
export function useRead<Name extends QueryName>(
  name: Name,
  input: InputOf<Name>,
  { keepsPrevious = false, ...options }: ReadOptions<OutputOf<Name>> = {},
): UseQueryResult<OutputOf<Name>> {
  return useQuery({
    ...readOf(useApi(), name, input),
    ...options,
    ...(keepsPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

/** What follows a change. */
interface ChangeOptions<Name extends MutationName> {
  /** Reads that the change makes old: by name, or all that begin so, such as `messaging.contacts.`. */
  readonly refreshes?: readonly string[];
  readonly onDone?: (output: OutputOf<Name>, input: InputOf<Name>) => void;
}

/** Calls an operation that changes something, then reads again what it made old. */
export function useChange<Name extends MutationName>(
  name: Name,
  { refreshes = [], onDone }: ChangeOptions<Name> = {},
): UseMutationResult<OutputOf<Name>, unknown, InputOf<Name>> {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationKey: [name],
    mutationFn: (input: InputOf<Name>) => api.mutate(name, input),
    async onSuccess(output, input) {
      onDone?.(output, input);
      await cache.invalidateQueries({
        predicate: ({ queryKey }) => refreshes.some((prefix) => String(queryKey[0]).startsWith(prefix)),
      });
    },
  });
}

/** What follows a deletion. */
interface DeletionOptions {
  /** Lists that showed the record. */
  readonly refreshes: readonly QueryName[];
  /** The screen to go on with, where the record's own was left behind. */
  readonly goesTo: string;
}

/** Deletes a record and goes on where it stood in a list. Its input names the record and nothing else. */
export function useDeletion<Name extends MutationName>(
  name: Name,
  { refreshes, goesTo }: DeletionOptions,
): UseMutationResult<OutputOf<Name>, unknown, InputOf<Name> & object> {
  const api = useApi();
  const cache = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationKey: [name],
    mutationFn: (input: InputOf<Name> & object) =>
      endReads(cache, input, {
        remove: () => api.mutate(name, input),
        leave: () => navigate({ to: goesTo }),
      }),
    onSuccess: () => Promise.all(refreshes.map((list) => cache.invalidateQueries({ queryKey: [list] }))),
  });
}
