import { useNavigate } from '@tanstack/react-router';
import { createContext, lazy, Suspense, use, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { DomainScreens, Screen } from '../screen.ts';
import { decideShortcut, type Shortcut } from './decide-shortcut.ts';

const Palette = lazy(async () => ({ default: (await import('../palette/palette.tsx')).Palette }));
const Help = lazy(async () => ({ default: (await import('./help.tsx')).Help }));

interface KeyboardActions {
  readonly openPalette: () => void;
  readonly openHelp: () => void;
}

const KeyboardContext = createContext<KeyboardActions>({ openPalette: () => undefined, openHelp: () => undefined });

/** Opens what the keyboard opens. */
export function useKeyboard(): KeyboardActions {
  return use(KeyboardContext);
}

interface KeyboardProps {
  readonly domains: readonly DomainScreens[];
  /** The screens that this person may see. */
  readonly screens: readonly Screen[];
  readonly children: ReactNode;
}

/** Listens for shortcuts: Ctrl or ⌘ K, `g` and a letter, `?`. Letters count only outside of fields. */
export function Keyboard({ domains, screens, children }: KeyboardProps) {
  const [open, setOpen] = useState<'palette' | 'help' | null>(null);
  const navigate = useNavigate();
  const isGoing = useRef(false);
  const actions = useMemo(() => ({ openPalette: () => setOpen('palette'), openHelp: () => setOpen('help') }), []);
  useEffect(() => {
    const act = (shortcut: Shortcut) => {
      isGoing.current = shortcut.kind === 'begin_go_to';
      if (shortcut.kind === 'palette' || shortcut.kind === 'help') setOpen(shortcut.kind);
      if (shortcut.kind === 'go_to') void navigate({ to: shortcut.path });
    };
    const onKey = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof Element &&
        event.target.closest('input, textarea, select, [contenteditable=true], [role=dialog]') !== null;
      const shortcut = decideShortcut(event, { isTyping, isGoing: isGoing.current, screens });
      if (shortcut.kind !== 'none') event.preventDefault();
      act(shortcut);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [navigate, screens]);
  return (
    <KeyboardContext value={actions}>
      {children}
      <Suspense>
        {open === 'palette' ? <Palette domains={domains} screens={screens} onClose={() => setOpen(null)} /> : null}
        {open === 'help' ? <Help screens={screens} onClose={() => setOpen(null)} /> : null}
      </Suspense>
    </KeyboardContext>
  );
}
