import type { Screen } from '../screen.ts';

/** What a key means. */
export type Shortcut =
  | { readonly kind: 'none' | 'palette' | 'help' | 'begin_go_to' }
  | { readonly kind: 'go_to'; readonly path: string };

interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

interface Situation {
  readonly isTyping: boolean;
  /** Whether `g` came just before. */
  readonly isGoing: boolean;
  readonly screens: readonly Pick<Screen, 'path' | 'nav'>[];
}

/** Decides what a key means where it was pressed. */
export function decideShortcut(
  { key, ctrlKey, metaKey, altKey }: Key,
  { isTyping, isGoing, screens }: Situation,
): Shortcut {
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'k') return { kind: 'palette' };
  if (isTyping || ctrlKey || metaKey || altKey) return { kind: 'none' };
  if (isGoing) {
    const screen = screens.find(({ nav }) => nav?.goTo === key);
    if (screen !== undefined) return { kind: 'go_to', path: screen.path };
  }
  if (key === 'g') return { kind: 'begin_go_to' };
  return key === '?' ? { kind: 'help' } : { kind: 'none' };
}
