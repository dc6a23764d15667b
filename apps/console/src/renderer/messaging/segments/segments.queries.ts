import { useDebouncedValue } from '@mantine/hooks';
import { checkFilter, type SegmentFilter } from '@marquee/rules/messaging/segments/segment-filter';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { InputOf, ItemOf, OutputOf } from '../../api/operations.ts';
import { useChange, useDeletion, useRead } from '../../api/use-operation.ts';

/** One saved filter. */
export type Segment = ItemOf<'messaging.segments.list'>;

/** One segment, counted now. */
export function useSegment(id: string) {
  return useRead('messaging.segments.get', { segment_id: id });
}

const pauseMs = 250;

/** Whom a filter matches, a moment after it was last changed; what is asked for no longer is cancelled. */
export function useAudience(filter: SegmentFilter) {
  const isWhole = checkFilter(filter).length === 0;
  const [settled] = useDebouncedValue(JSON.stringify(filter), pauseMs);
  const input = useMemo(
    () => ({ filter_criteria: JSON.parse(settled) as AudienceFilter, sample_size: 10 }), // what was written above
    [settled],
  );
  const isAsked = isWhole && checkFilter(input.filter_criteria).length === 0;
  const read = useRead('messaging.segments.preview', input, { enabled: isAsked, keepsPrevious: true });
  const isOld = read.isPlaceholderData || settled !== JSON.stringify(filter);
  return { ...read, isWhole, isOld };
}

type AudienceFilter = InputOf<'messaging.segments.preview'>['filter_criteria'];

/** Attributes that the newest contacts have, by name. */
export function useContactAttributes(): readonly string[] {
  const { data } = useRead('messaging.contacts.list', { limit: 200 });
  return useMemo(() => {
    const found = (data?.items ?? []).flatMap(({ attributes }) => Object.keys(attributes));
    return [...new Set(found)].toSorted();
  }, [data]);
}

/** Names that conditions can be about: attributes, and the fields of every contact. */
export function useAttributeNames(): readonly string[] {
  const attributes = useContactAttributes();
  return useMemo(() => [...new Set([...attributes, ...fields])], [attributes]);
}

const fields = [
  ...['phone_e164', 'consent_state', 'time_zone', 'created_at', 'updated_at'],
  ...['consent_updated_at', 'last_message_received'],
];

/** Saves a segment and opens it. */
export function useCreateSegment() {
  const navigate = useNavigate();
  return useChange('messaging.segments.create', {
    refreshes: ['messaging.segments.list'],
    onDone: ({ id }) => void navigate({ to: `/audiences/segments/${id}`, replace: true }),
  });
}

/** Changes a segment. */
export function useUpdateSegment() {
  return useChange('messaging.segments.update', {
    refreshes: ['messaging.segments.list', 'messaging.segments.get', 'messaging.segments.evaluate'],
  });
}

/** Deletes a segment and goes back to the list. */
export function useDeleteSegment() {
  return useDeletion('messaging.segments.delete', {
    refreshes: ['messaging.segments.list'],
    goesTo: '/audiences/segments',
  });
}

/** What takes a change of a segment back. */
export function undoSegment(before: OutputOf<'messaging.segments.get'>): InputOf<'messaging.segments.update'> {
  const { id, name, description, filter_criteria } = before;
  return { segment_id: id, name, description, filter_criteria };
}
