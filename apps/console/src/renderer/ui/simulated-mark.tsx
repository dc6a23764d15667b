import { FlaskConical } from 'lucide-react';
import { useTexts } from '../i18n/locale.tsx';
import classes from './simulated-mark.module.css';
import { uiMessages } from './ui.messages.ts';

/** Says that nothing here reached a person. */
export function SimulatedMark() {
  const t = useTexts(uiMessages);
  return (
    <span className={classes['mark']}>
      <FlaskConical size={12} aria-hidden />
      {t.simulated}
    </span>
  );
}
