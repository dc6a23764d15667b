import { useMemo, useState } from 'react';
import { useSession } from '../api/session-context.tsx';
import { usePlatform } from './platform.tsx';

/** First things to do that no record tells of: what was looked at and copied, and that the list of them was hidden. */
type Tick = 'checklist' | 'copied-code' | 'watched-send';

/** What is ticked on this device, of one workspace as it is now: in the next one, and in a demo that was reset, everything begins anew. */
export function useTicks(): { readonly has: (tick: Tick) => boolean; readonly set: (tick: Tick) => void } {
  const { settings } = usePlatform();
  const { workspace } = useSession().identity ?? {};
  const mark = workspace === undefined ? null : `${workspace.id} ${workspace.created_at}`;
  const [latest, setLatest] = useState<Tick | null>(null);
  return useMemo(
    () => ({
      has: (tick) => mark !== null && settings.get(tick) === mark,
      set(tick) {
        if (mark === null || settings.get(tick) === mark) return;
        settings.set(tick, mark);
        setLatest(tick);
      },
    }),
    // `latest` is what makes whoever asks ask again.
    [settings, mark, latest],
  );
}
