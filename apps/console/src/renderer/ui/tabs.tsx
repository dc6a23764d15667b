import type { KeyboardEvent, ReactNode } from 'react';
import { useUrlState } from './filters/use-url-state.ts';
import classes from './tabs.module.css';

interface TabsProps<Id extends string> {
  readonly label: string;
  /** The first is open until another is chosen. */
  readonly tabs: readonly { readonly id: Id; readonly label: ReactNode }[];
}

/** The tab that the address names, else the first. */
export function useTab<Id extends string>(ids: readonly Id[]): Id | undefined {
  const [{ tab }] = useUrlState();
  return ids.find((id) => id === tab) ?? ids[0];
}

/** Parts of one record side by side; which is open stands in the address. */
export function Tabs<Id extends string>({ label, tabs }: TabsProps<Id>) {
  const [, setUrl] = useUrlState();
  const open = useTab(tabs.map(({ id }) => id));
  const choose = (id: Id | undefined) =>
    id === undefined ? undefined : setUrl({ tab: id === tabs[0]?.id ? undefined : id, cursor: undefined });
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const next = tabs[(tabs.findIndex(({ id }) => id === open) + step + tabs.length) % tabs.length];
    choose(next?.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next?.id}"]`)?.focus();
  };
  return (
    <div role="tablist" aria-label={label} className={classes['tabs']} onKeyDown={move}>
      {tabs.map(({ id, label: text }) => (
        <button
          key={id}
          type="button"
          role="tab"
          data-tab={id}
          aria-selected={id === open}
          tabIndex={id === open ? 0 : -1}
          className={classes['tab']}
          onClick={() => choose(id)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
