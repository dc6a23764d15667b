import { Link, useLocation } from '@tanstack/react-router';
import { Globe, HelpCircle, Search } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useConnection } from '../api/live/live-context.tsx';
import { useIdentity } from '../api/session-context.tsx';
import { useLocale, useTexts } from '../i18n/locale.tsx';
import { usePlatform } from '../platform/platform.tsx';
import { StatusPill, type Tone } from '../ui/feedback/status-pill.tsx';
import { AccountMenu } from './account-menu.tsx';
import { JobsTray } from './jobs-tray.tsx';
import { useKeyboard } from './keyboard/keyboard.tsx';
import { areas, type Screen } from './screen.ts';
import classes from './shell.module.css';
import { shellMessages } from './shell.messages.ts';
import { titleIn } from './title.ts';

/** The way through the console: only areas that hold something, in one order for everybody. */
export function Navigation({ screens }: { readonly screens: readonly Screen[] }) {
  const t = useTexts(shellMessages);
  const { locale } = useLocale();
  const { isMac } = usePlatform();
  const { openPalette } = useKeyboard();
  const groups = areas
    .map((area) => ({ area, items: screens.filter((screen) => screen.area === area && screen.nav !== undefined) }))
    .filter(({ items }) => items.length > 0);
  const areasList = useRef<HTMLDivElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    areasList.current?.querySelector('[data-status=active]')?.scrollIntoView({ block: 'nearest' });
  }, [pathname]);
  return (
    <nav className={classes['nav']} aria-label={t.navigation}>
      <AccountMenu />
      <button type="button" className={classes['search']} onClick={openPalette}>
        <Search size={14} aria-hidden />
        <span className={classes['grow']}>{t.search}</span>
        <kbd>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <div className={classes['areas']} ref={areasList}>
        {groups.map(({ area, items }) => (
          <div key={area}>
            {area === 'overview' ? null : <div className={classes['group']}>{t[area]}</div>}
            <ul className={classes['list']}>
              {items.map((screen) => (
                <li key={screen.path}>
                  <NavigationItem screen={screen} label={titleIn(screen.title, locale)} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      <Foot />
    </nav>
  );
}

function NavigationItem({ screen, label }: { readonly screen: Screen; readonly label: string }) {
  const Icon = screen.nav?.icon;
  return (
    <Link
      to={screen.path}
      className={classes['item'] ?? ''}
      activeOptions={{ exact: screen.path === '/', includeSearch: false }}
      aria-label={label}
    >
      {Icon === undefined ? null : <Icon size={16} strokeWidth={1.75} className={classes['icon']} aria-hidden />}
      <span className={classes['grow']}>{label}</span>
    </Link>
  );
}

const tones = {
  connecting: 'neutral',
  live: 'good',
  reconnecting: 'warn',
  polling: 'info',
  offline: 'bad',
} as const satisfies Record<string, Tone>;

function Foot() {
  const t = useTexts(shellMessages);
  const connection = useConnection();
  const { workspace } = useIdentity();
  const { openHelp } = useKeyboard();
  return (
    <div className={classes['foot']}>
      <JobsTray />
      <button type="button" className={classes['footItem']} onClick={openHelp}>
        <HelpCircle size={14} aria-hidden />
        <span className={classes['grow']}>{t.shortcuts}</span>
        <kbd>?</kbd>
      </button>
      <Link
        to="/settings/workspace"
        className={classes['footItem'] ?? ''}
        style={{ textDecoration: 'none' }}
        aria-label={workspace.time_zone}
      >
        <Globe size={14} aria-hidden />
        <span className={classes['grow']}>{workspace.time_zone}</span>
      </Link>
      <div className={classes['footItem']} role="status">
        <StatusPill tone={tones[connection]} label={t[connection]} />
      </div>
    </div>
  );
}
