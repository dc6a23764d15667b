import { Menu, useMantineColorScheme } from '@mantine/core';
import { Check, ChevronDown, LogOut } from 'lucide-react';
import { useIdentity, useSessionActions } from '../api/session-context.tsx';
import { useLocale, useTexts } from '../i18n/locale.tsx';
import { locales } from '../i18n/messages.ts';
import { usePlatform } from '../platform/platform.tsx';
import classes from './shell.module.css';
import { shellMessages } from './shell.messages.ts';

const languages = { en: 'English', de: 'Deutsch', pseudo: 'Pseudo' } as const;

/** Who is signed in and where, how the console looks and speaks, and the way out. */
export function AccountMenu() {
  const t = useTexts(shellMessages);
  const { user, workspace, workspaces } = useIdentity();
  const { signOut } = useSessionActions();
  const { restartAt } = usePlatform();
  const { locale, choose } = useLocale();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const others = workspaces.filter(({ id }) => id !== workspace.id);
  return (
    <Menu position="bottom-start" width={232} shadow="md">
      <Menu.Target>
        <button type="button" className={classes['account']}>
          <span className={classes['mark']} aria-hidden>
            {workspace.name.slice(0, 1).toUpperCase()}
          </span>
          <span className={classes['grow']}>{workspace.name}</span>
          <span className="visually-hidden">{t.account(user.full_name)}</span>
          <ChevronDown size={14} className={classes['icon']} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user.email}</Menu.Label>
        {others.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => restartAt(`/sign-in?workspace=${id}`)}>
            {t.switchTo(name)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t.theme}</Menu.Label>
        {(['light', 'dark', 'auto'] as const).map((scheme) => (
          <Choice
            key={scheme}
            label={t[scheme]}
            isChosen={scheme === colorScheme}
            onChoose={() => setColorScheme(scheme)}
          />
        ))}
        <Menu.Divider />
        <Menu.Label>{t.language}</Menu.Label>
        {locales.map((each) => (
          <Choice key={each} label={languages[each]} isChosen={each === locale} onChoose={() => choose(each)} />
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={14} aria-hidden />} onClick={() => void signOut()}>
          {t.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Choice({ label, isChosen, onChoose }: ChoiceProps) {
  return (
    <Menu.Item
      role="menuitemradio"
      aria-checked={isChosen}
      closeMenuOnClick={false}
      onClick={onChoose}
      rightSection={isChosen ? <Check size={14} aria-hidden /> : null}
    >
      {label}
    </Menu.Item>
  );
}
