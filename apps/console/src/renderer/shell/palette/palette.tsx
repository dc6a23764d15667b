import { Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useApi, useIdentity } from '../../api/session-context.tsx';
import { useLocale, useTexts } from '../../i18n/locale.tsx';
import { usePlatform } from '../../platform/platform.tsx';
import type { DomainScreens, Screen } from '../screen.ts';
import { shellMessages } from '../shell.messages.ts';
import { titleIn } from '../title.ts';
import classes from './palette.module.css';
import { matching, type Entry } from './palette-entries.ts';

interface PaletteProps {
  readonly domains: readonly DomainScreens[];
  readonly screens: readonly Screen[];
  readonly onClose: () => void;
}

/** One field that finds every screen, record and operation. */
export function Palette({ domains, screens, onClose }: PaletteProps) {
  const t = useTexts(shellMessages);
  const navigate = useNavigate();
  const { openExternal, serverUrl } = usePlatform();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const groups = useGroups({ domains, screens, text });
  const entries = groups.flatMap((group) => group.entries);
  const chosen = entries[Math.min(at, entries.length - 1)];
  const open = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    onClose();
    if (entry.isOutside === true) openExternal(serverUrl + entry.path);
    else void navigate({ to: entry.path });
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') open(chosen);
    if (step === undefined) return;
    event.preventDefault();
    setAt((before) => Math.max(0, Math.min(entries.length - 1, before + step)));
  };
  return (
    <Modal.Root
      opened
      onClose={onClose}
      size="lg"
      yOffset="14vh"
      transitionProps={{ duration: 80 }}
      classNames={{ content: classes['content'] ?? '' }}
    >
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content aria-label={t.paletteTitle}>
        <input
          className={classes['field']}
          placeholder={t.search}
          aria-label={t.paletteTitle}
          role="combobox"
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={chosen === undefined ? undefined : idOf(chosen)}
          autoComplete="off"
          data-autofocus
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKey}
        />
        <Options groups={groups} chosen={chosen} onChoose={open} onPoint={(entry) => setAt(entries.indexOf(entry))} />
        {entries.length === 0 ? (
          <div className={classes['nothing']} role="status">
            {t.nothingFound}
          </div>
        ) : null}
      </Modal.Content>
    </Modal.Root>
  );
}

interface OptionsProps {
  readonly groups: readonly Group[];
  readonly chosen: Entry | undefined;
  readonly onChoose: (entry: Entry) => void;
  readonly onPoint: (entry: Entry) => void;
}

function Options({ groups, chosen, onChoose, onPoint }: OptionsProps) {
  const t = useTexts(shellMessages);
  return (
    <div id="palette-list" role="listbox" aria-label={t.paletteTitle} className={classes['list']}>
      {groups.map((group) => (
        <div key={group.label} role="group" aria-label={group.label}>
          <div className={classes['group']} aria-hidden>
            {group.label}
          </div>
          {group.entries.map((entry) => (
            <Option
              key={idOf(entry)}
              entry={entry}
              isChosen={entry === chosen}
              onChoose={() => onChoose(entry)}
              onPoint={() => onPoint(entry)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function Option({
  entry,
  isChosen,
  onChoose,
  onPoint,
}: {
  readonly entry: Entry;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onPoint: () => void;
}) {
  return (
    <div
      id={idOf(entry)}
      role="option"
      aria-selected={isChosen}
      className={classes['option']}
      onClick={onChoose}
      // Moved, not entered: a list that grows under a resting pointer chooses nothing.
      onMouseMove={isChosen ? undefined : onPoint}
      ref={(element) => {
        if (isChosen) element?.scrollIntoView({ block: 'nearest' });
      }}
    >
      <span>{entry.label}</span>
      <span className={classes['detail']}>{entry.detail}</span>
    </div>
  );
}

function idOf({ path, label }: Entry): string {
  return `palette-${path}-${label}`.replaceAll(/[^\w-]/g, '_');
}

interface Group {
  readonly label: string;
  readonly entries: readonly Entry[];
}

function useGroups({
  domains,
  screens,
  text,
}: Omit<PaletteProps, 'onClose'> & { readonly text: string }): readonly Group[] {
  const t = useTexts(shellMessages);
  const { locale } = useLocale();
  const records = useRecords(domains, text);
  const operations = useOperations();
  const pages = screens.flatMap((screen) =>
    screen.nav === undefined
      ? []
      : [{ label: titleIn(screen.title, locale), detail: t[screen.area], path: screen.path }],
  );
  const groups = [
    { label: t.screens, entries: matching(pages, text, 8) },
    ...records,
    { label: t.operationsOfApi, entries: text === '' ? [] : matching(operations, text, 8) },
  ];
  return groups.filter(({ entries }) => entries.length > 0);
}

const pauseMs = 150;

/** Records by kind, as the server finds them; those of the text before stay until these are there. */
function useRecords(domains: readonly DomainScreens[], text: string): readonly Group[] {
  const api = useApi();
  const { scopes } = useIdentity();
  const { locale } = useLocale();
  const [found, setFound] = useState<readonly Group[]>([]);
  useEffect(() => {
    const wanted = text.trim();
    const leaving = new AbortController();
    const { signal } = leaving;
    const searches = domains.flatMap((domain) => domain.searches ?? []).filter(({ scope }) => scopes.includes(scope));
    const look = async () => {
      const groups = await Promise.all(
        searches.map(async ({ kind, find }) => ({
          label: titleIn(kind, locale),
          entries: wanted.length < 2 ? [] : await find(wanted, { api, signal }).catch(() => []),
        })),
      );
      if (!signal.aborted) setFound(groups);
    };
    const timer = setTimeout(() => void look(), pauseMs);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [api, domains, locale, scopes, text]);
  return found;
}

function useOperations(): readonly Entry[] {
  const [operations, setOperations] = useState<readonly Entry[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void import('./operation-entries.ts').then(async ({ operationEntries }) => {
      const entries = await operationEntries();
      if (isCurrent) setOperations(entries);
    });
    return () => {
      isCurrent = false;
    };
  }, []);
  return operations;
}
