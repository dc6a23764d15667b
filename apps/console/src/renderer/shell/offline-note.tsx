import { useQueryClient } from '@tanstack/react-query';
import { CloudOff } from 'lucide-react';
import { useCallback, useSyncExternalStore } from 'react';
import { useOfflineSince } from '../api/live/live-context.tsx';
import { readAt } from '../api/query-client.ts';
import { useFormats } from '../i18n/format.ts';
import { useTexts } from '../i18n/locale.tsx';
import { usePlatform } from '../platform/platform.tsx';
import classes from './shell.module.css';
import { shellMessages } from './shell.messages.ts';

/** Says above every screen that the server cannot be reached, since when, and how old what is on screen may be. */
export function OfflineNote() {
  const since = useOfflineSince();
  // The region is there before it says something: then it is read out.
  return (
    <div role="status" aria-live="polite">
      {since === null ? null : <Sentence since={since} />}
    </div>
  );
}

function Sentence({ since }: { readonly since: Date }) {
  const t = useTexts(shellMessages);
  const { moment } = useFormats();
  const now = usePlatform().now();
  const oldest = useOldestRead();
  return (
    <div className={classes['offline']}>
      <CloudOff size={14} aria-hidden />
      <strong>{t.offlineSince(moment(since.toISOString(), now))}</strong>
      <span>{oldest === null ? t.offlineNothing : t.offlineText(moment(new Date(oldest).toISOString(), now))}</span>
    </div>
  );
}

/** When the oldest answer on screen was read; null while there is none. */
function useOldestRead(): number | null {
  const queries = useQueryClient().getQueryCache();
  const subscribe = useCallback((listener: () => void) => queries.subscribe(listener), [queries]);
  return useSyncExternalStore(subscribe, () => {
    const shown = queries.findAll({ type: 'active' }).filter(({ state }) => state.data !== undefined);
    return shown.length === 0 ? null : Math.min(...shown.map(({ state }) => readAt(state).getTime()));
  });
}
