import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useRead } from '../api/use-operation.ts';
import { usePlatform } from '../platform/platform.tsx';
import type { Delivery } from './webhooks/webhooks.queries.ts';

const name = 'events.webhooks.deliveries';
const leastMs = 2000;
const mostMs = 600_000;

/**
 * Keeps lists of a webhook's deliveries true while some are on their way, however the lists are filtered. No event tells of a
 * delivery, which would itself be delivered; so what is pending is looked at while it is due, and each look has the lists read again.
 */
export function useSettlingDeliveries(webhookId: string): void {
  const cache = useQueryClient();
  const { now } = usePlatform();
  const { dataUpdatedAt } = useRead(
    name,
    { webhook_id: webhookId, status: 'pending', limit: 100 },
    { refetchInterval: ({ state: { data } }) => nextLookMs(data?.items ?? [], now()) },
  );
  useEffect(() => {
    if (dataUpdatedAt === 0) return;
    const isList = (key: readonly unknown[]) => key[0] === name && !isLook(key[1]);
    // What is being read was asked before the look, and may not show what the look found.
    void cache.invalidateQueries({ predicate: ({ queryKey }) => isList(queryKey) });
  }, [cache, dataUpdatedAt]);
}

/** Lists count what matches; the look does not. */
function isLook(input: unknown): boolean {
  return typeof input === 'object' && input !== null && !('include_total' in input);
}

/** After how long what is pending is worth a look; false when nothing is. Attempts may be a day apart. */
export function nextLookMs(pending: readonly Pick<Delivery, 'next_attempt_at'>[], now: Date): number | false {
  if (pending.length === 0) return false;
  const waits = pending.map(({ next_attempt_at: at }) => (at === null ? 0 : Date.parse(at) - now.getTime()));
  return Math.min(Math.max(Math.min(...waits), leastMs), mostMs);
}
