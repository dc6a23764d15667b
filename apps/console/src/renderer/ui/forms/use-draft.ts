import { use, useMemo } from 'react';
import { SessionContext } from '../../api/session-context.tsx';
import { ownerOf } from '../../api/session.ts';
import { usePlatform } from '../../platform/platform.tsx';

/** What stood in a form before a reload, a crash or an outage. */
interface KeptDraft<Values> {
  readonly values: Values;
  readonly at: string;
}

/** The draft of one form, of whoever is signed in. */
export interface Draft<Values> {
  /** What was typed and not sent; null where nothing was. */
  readonly found: () => KeptDraft<Values> | null;
  readonly keep: (values: Values) => void;
  readonly drop: () => void;
}

const ageMs = 7 * 24 * 3_600_000;

/**
 * Keeps what is typed into a form until it is sent or cancelled.
 *
 * @param name what is written, such as `contact.new` or `template.<id>`; without one nothing is kept
 */
export function useDraft<Values>(name: string | undefined): Draft<Values> {
  const { drafts, now } = usePlatform();
  const identity = use(SessionContext)?.state().identity ?? null;
  const key = name === undefined || identity === null ? null : ownerOf(identity) + name;
  return useMemo(
    () => ({
      found() {
        const text = key === null ? null : drafts.get(key);
        if (text === null) return null;
        const draft = JSON.parse(text) as KeptDraft<Values>; // written below, by us alone
        return now().getTime() - Date.parse(draft.at) < ageMs ? draft : null;
      },
      keep(values) {
        if (key !== null) drafts.set(key, JSON.stringify({ values: withoutSecrets(values), at: now().toISOString() }));
      },
      drop() {
        if (key !== null) drafts.set(key, null);
      },
    }),
    [drafts, key, now],
  );
}

const secret = /password|secret|token|private/i;

/** The same values without those whose name says that they are secret: they are typed again. */
export function withoutSecrets(values: unknown): unknown {
  if (Array.isArray(values)) return values.map(withoutSecrets);
  if (typeof values !== 'object' || values === null) return values;
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => !secret.test(name))
      .map(([name, value]) => [name, withoutSecrets(value)]),
  );
}
