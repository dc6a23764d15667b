import { useLocale, useTexts } from '../../i18n/locale.tsx';
import { usePlatform } from '../../platform/platform.tsx';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import type { Screen } from '../screen.ts';
import { shellMessages } from '../shell.messages.ts';
import { titleIn } from '../title.ts';
import classes from './help.module.css';

/** Every shortcut there is. */
export function Help({ screens, onClose }: { readonly screens: readonly Screen[]; readonly onClose: () => void }) {
  const t = useTexts(shellMessages);
  const { locale } = useLocale();
  const { isMac } = usePlatform();
  const rows: readonly (readonly [keys: readonly string[], meaning: string])[] = [
    [[isMac ? '⌘' : 'Ctrl', 'K'], t.helpPalette],
    ...screens.flatMap(({ nav, title }) =>
      nav?.goTo === undefined ? [] : [[['g', nav.goTo], t.helpGoTo(titleIn(title, locale))] as const],
    ),
    [['↑', '↓'], t.helpRows],
    [['?'], t.helpHelp],
    [['Esc'], t.helpClose],
  ];
  return (
    <Dialog title={t.shortcuts} isOpen onClose={onClose} size="sm">
      <dl className={classes['list']}>
        {rows.map(([keys, meaning]) => (
          <div key={meaning} className={classes['row']}>
            <dt>{meaning}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
