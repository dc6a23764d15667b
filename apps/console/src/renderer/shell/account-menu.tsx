import { Popover, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { ChevronDown, LogOut } from 'lucide-react';
import { useState } from 'react';
import { useIdentity, useSessionActions } from '../api/session-context.tsx';
import { useLocale, useTexts } from '../i18n/locale.tsx';
import { locales } from '../i18n/messages.ts';
import { usePlatform } from '../platform/platform.tsx';
import classes from './account-menu.module.css';
import shell from './shell.module.css';
import { shellMessages } from './shell.messages.ts';

/** Who is signed in and where, how the console looks and speaks, and the way out. */
export function AccountMenu() {
  const t = useTexts(shellMessages);
  const { user, workspace } = useIdentity();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-start" width={256} shadow="md" trapFocus>
      <Popover.Target>
        <button type="button" className={shell['account']} onClick={() => setIsOpen(!isOpen)}>
          <span className={shell['mark']} aria-hidden>
            {workspace.name.slice(0, 1).toUpperCase()}
          </span>
          <span className={shell['grow']}>{workspace.name}</span>
          <span className="visually-hidden">{t.account(user.full_name)}</span>
          <ChevronDown size={14} className={shell['icon']} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t.account(user.full_name)}>
        <div className={classes['email']}>{user.email}</div>
        <Choices />
        <Ways />
      </Popover.Dropdown>
    </Popover>
  );
}

const languages = { en: 'English', de: 'Deutsch', pseudo: 'Pseudo' } as const;
const schemes = ['light', 'dark', 'auto'] as const;

function Choices() {
  const t = useTexts(shellMessages);
  const { locale, choose } = useLocale();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <div className={classes['label']}>{t.theme}</div>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t.theme}
        data={schemes.map((value) => ({ value, label: t[value] }))}
        value={colorScheme}
        onChange={setColorScheme}
      />
      <div className={classes['label']}>{t.language}</div>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t.language}
        data={locales.map((value) => ({ value, label: languages[value] }))}
        value={locale}
        onChange={choose}
      />
    </>
  );
}

function Ways() {
  const t = useTexts(shellMessages);
  const { workspace, workspaces } = useIdentity();
  const { signOut } = useSessionActions();
  const { restartAt } = usePlatform();
  const others = workspaces.filter(({ id }) => id !== workspace.id);
  return (
    <div className={classes['ways']}>
      {others.map(({ id, name }) => (
        <button key={id} type="button" className={classes['way']} onClick={() => restartAt(`/sign-in?workspace=${id}`)}>
          {t.switchTo(name)}
        </button>
      ))}
      <button type="button" className={classes['way']} onClick={() => void signOut()}>
        <LogOut size={14} aria-hidden />
        {t.signOut}
      </button>
    </div>
  );
}
